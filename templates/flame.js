// The interactive part of the SVG flame graph.
'use strict';
document.documentElement.setAttribute('data-ready', '1');
