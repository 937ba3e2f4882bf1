// The list of a folder's profiles.
import {h} from '../page/dom.js';

const {folder, profiles} = await (await fetch('/api/files')).json();
document.body.append(h('h1', null, folder), h('ul', null, profiles.map((/** @type {any} */ one) => h('li', null, h('a', {href: `/p/${one.id}/ui/`}, one.name)))));
