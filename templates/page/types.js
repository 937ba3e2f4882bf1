// The shapes that the engine's answers and the app's parts have, for `tsc --checkJs` and for readers.
// Nothing here is packed into the page.

// ---------------------------------------------------------------- the engine

/**
 * Answers requests as the command line does: `ask('top?sort=cum&focus=json')` gives the bytes of
 * `render top --sort=cum --focus=json PROFILE -o -`. engine_wasm.js asks the module in the page,
 * engine_http.js a server.
 * @typedef {object} Engine
 * @property {(request: string) => Promise<Answer>} ask  Rejects with an EngineError.
 * @property {() => void} cancel  Stops what is being asked; those promises reject, `cancelled` set.
 */

/**
 * @typedef {object} Answer
 * @property {Uint8Array} bytes
 * @property {string} notes  what was found on the way, a line each
 */

/**
 * What load.js has begun: a worker that may have failed already, and what makes another.
 * @typedef {object} EngineStart
 * @property {typeof import('./engine_core.js').enginePort} enginePort
 * @property {ReturnType<typeof import('./engine_core.js').enginePort>|null} early
 * @property {boolean} hasParts  that it has what the page carries
 * @property {boolean} hasFailed
 */

/** `isLost`: there was no answer at all. @typedef {Error & {kind: 'usage'|'input'|'limit'|'io'|'cancelled', isLost?: boolean}} EngineError */

// ---------------------------------------------------------------- answers

/**
 * A value: as a number (a double, so exact to 2^53) and as every report prints it.
 * @typedef {[number, string]} Value
 */

/**
 * `boxes`: the frames of a flame graph. Options: those of the selection, --granularity, --recursion,
 * --order; with --side=callers or callees and --function=NAME the tree of what calls that function,
 * or of what it calls, with the function as the root (a sample counts once, at the outermost frame of
 * the function).
 *
 * Bytes, little-endian: "RBOX", u32 version (1), u32 frames N, u32 flags (1: `size` is there), u32 bytes of
 * JSON, u32 0; the JSON padded with spaces to a multiple of 8; then columns of N by frame in preorder,
 * siblings from left to right, frame 0 the root:
 *   f64 total, f64 self, f64 start, [f64 size], u32 code, u32 parent, u32 end, u32 depth
 * `total` and `self` are the values; `start` and `size` the place, in units of the root's size; where
 * no value is negative the size is the total and is left out. Of a comparison (flags 2) `total` and `self` are
 * what new has more than the base, f64 base total and f64 base self follow the size, and u8 kind (Difference) is the
 * last column; sizes are by --width_by. `code` is 2 * function + inlined, 0xffffffff
 * at the root of --side=all; `end` the first frame after those below; the root's parent is 0.
 *
 * @typedef {object} BoxesHead   the JSON
 * @property {string} type
 * @property {string} unit       as in the profile: "nanoseconds"
 * @property {Value} total       that shares are shares of
 * @property {Value} selected    what the filters leave: the root's
 * @property {string[]} files
 * @property {BoxFunctions} functions
 * @property {LegendItem[]} legend   by own weight, the heaviest first
 * @property {{total: Value, selected: Value}[]} [sides]  of a comparison base and new; then `total` is that of the base,
 *           `selected` what new has more
 *
 * Columns by function. A function here is a name in a file (unless --granularity says otherwise).
 * @typedef {object} BoxFunctions
 * @property {string[]} name
 * @property {string[]} shown      safe and readable form of the name; '' where it is the name
 * @property {number[][]} starts   where shorter forms of the shown name start, in UTF-16 units
 * @property {number[]} file       index in files, -1: not known
 * @property {number[]} line       0: not known
 * @property {number[]} fill       colour class, as flame.js knows them
 *
 * @typedef {{name: string, fill: number, self: Value, share: string}} LegendItem
 */

/**
 * `details`: one function, by --function=NAME (as top prints it), or one frame, by --at=PATH: the numbers
 * of the functions from below the root on, as in `boxes` of the same options, joined by dots.
 * Calls are those of pprof's peek; sums count a sample once.
 *
 * @typedef {object} Details
 * @property {string} name
 * @property {string} package    '' if none
 * @property {string} file
 * @property {number} line
 * @property {number} fill
 * @property {number} frames     how many frames in the call tree are of this function
 * @property {Value} total       that shares are shares of
 * @property {Value} flat
 * @property {Value} cum
 * @property {Call[]} callers    the heaviest first; name '' is no caller
 * @property {Call[]} callees
 * @property {LabelBlock[]} labels  of the samples through it
 * @property {TypeValue[]} types    flat and cum by sample type
 * @property {FrameDetails|null} frame  with --at
 * @property {Differences} [changes]    of a comparison; then all values are what new has more than the base, and
 *                               there are no types
 * @property {string} [was]      its name in the base; '' the same
 *
 * @typedef {{name: string, fill: number, value: Value, inlined: boolean}} Call
 * @typedef {{key: string, values: {text: string, value: Value, filter: string}[], more: number}} LabelBlock
 * @typedef {{type: string, unit: string, flat: Value, cum: Value}} TypeValue
 * @typedef {{self: Value, total: Value, parent: Value, labels: LabelBlock[], types: TypeValue[], changes?: Differences}} FrameDetails
 */

/**
 * What differs between base and new.
 * @typedef {object} Difference
 * @property {number} kind       0 nothing, 1 noise, 2 less, 3 more, 4 gone, 5 new (there was nothing)
 * @property {Value} base
 * @property {Value} new
 * @property {Value} delta       its text has a sign
 * @property {string} relative   '\u221251%', 'gone', 'new'
 * @property {string} share      of delta in the base's total; '' where that is 0
 * @property {string} interval   '' where nothing was tested
 *
 * @typedef {{flat: Difference, cum: Difference}} Differences
 */

/**
 * `find`: which functions of `boxes` of the same options match --pattern (RE2) by --find_in: name, file or package.
 * @typedef {object} Found
 * @property {number[]} functions   their numbers, ascending
 * @property {number} frames        how many frames are of these
 * @property {Value} value          of samples through one of them, each counted once
 * @property {[Value, Value]} [sides]  of a comparison: in base, in new; `value` is what new has more
 */

/**
 * `functions`: the rows of `render top` with --nodecount=0 --trim=false, columns by row; texts and percentages
 * are those of top to the last digit. --sort=flat or cum orders them.
 * @typedef {object} FunctionTable
 * @property {string} sort
 * @property {Value} total
 * @property {string[]} name
 * @property {number[]} start     where the function begins after its path and package, in UTF-16 units
 * @property {string[]} file
 * @property {number[]} line
 * @property {number[]} fill
 * @property {number[]} inlined   0 no, 1 always, 2 in part
 * @property {number[]} flat
 * @property {string[]} flat_text
 * @property {string[]} flat_percent
 * @property {string[]} sum_percent
 * @property {number[]} cum
 * @property {string[]} cum_text
 * @property {string[]} cum_percent
 *
 * Of a comparison `flat` and `cum` are what new has more; there are no percentages. Rows stand by size of change, what is
 * significant first.
 * @property {string} [unit]
 * @property {string[]} [was]     the name in the base; '' the same
 * @property {{flat: ChangeColumns, cum: ChangeColumns}} [changes]
 *
 * @typedef {{base: number[], new: number[], kind: number[], relative: string[], interval: string[]}} ChangeColumns
 */

/**
 * `labels`: what the samples are labelled with, after the filters.
 * @typedef {object} Labels
 * @property {Value} total
 * @property {{key: string, total: Value, values: {text: string, value: Value, filter: string}[], more: number}[]} keys
 *           by name; values the heaviest first, at most 100: `more` counts the others; a sample counts once for a key
 * @property {Value} unlabelled   of samples without any label
 *
 * `filter` is what --tagfocus takes to leave just this value; '' where that cannot be said.
 */

/**
 * `source`: weight by line of --function=NAME, with the text where it can be read.
 * @typedef {object} SourceListing
 * @property {string} name
 * @property {Value} flat
 * @property {Value} cum
 * @property {Value} total
 * @property {SourceFile[]} files
 *
 * @typedef {object} SourceFile
 * @property {string} file
 * @property {string} error       why there is no text; '' if there is
 * @property {SourceLine[]} lines  ascending; with text those of the function that have no weight, too
 *
 * @typedef {object} SourceLine
 * @property {number} line       0: not known
 * @property {Value} flat
 * @property {Value} cum
 * @property {string|null} text
 * @property {{name: string, value: Value}[]} calls  what it calls, the heaviest first, at most 8
 */

/**
 * `summary`: what there is to say at first sight; also what the static part of a page says.
 * @typedef {object} Summary
 * @property {string} title       the program, or the file
 * @property {string} line        facts in a line: time, duration, samples, build
 * @property {{index: number, type: string, unit: string, total: string, chosen: boolean}[]} types
 * @property {Value} total
 * @property {Value} selected     what the filters leave
 * @property {AnswerPart[]} answer  one or two sentences
 * @property {FunctionTable} top   five rows, each value in its own unit, shares as in pictures: '9.2%'
 * @property {number} functions   how many there are in all
 * @property {{name: string, fill: number, self: Value, share: string}[]} packages  by own weight, at most 11 and 'other'
 * @property {[string, string][]} facts       name, text
 * @property {[string, string, boolean][]} provenance  name, text, whether it is a digest or path (mono)
 * @property {{severity: 'warning'|'info', text: string}[]} notes
 * @property {Comparison} [comparison]
 *
 * @typedef {object} Comparison
 * @property {{name: string, sources: string, runs: string, total: string, events: string, line: string}[]} sides
 * @property {string} scaling     'not scaled: both ran 10s'
 * @property {string} method
 * @property {string} legend      'grey: within noise at 95%'
 * @property {Difference} total   of what the filters leave
 * @property {string} values      what those of movers are: 'with what libraries do for them'
 * @property {boolean} more_first the largest mover is one of more
 * @property {Mover[]} more       at most 5 each, the largest change first
 * @property {Mover[]} less
 * @property {number} significant functions
 *
 * @typedef {{name: string, start: number, was: string, change: Difference, path: string[], path_share: string}} Mover
 *           `path` from the root to the frame that explains most
 *
 * `kind` is '' for plain text, 'figure' for a number that answers, 'function' for a name (then `name` is its full one).
 * @typedef {{kind: ''|'figure'|'function', text: string, name?: string}} AnswerPart
 */

// ---------------------------------------------------------------- the data in a page

/**
 * <script type="application/json" id="render-report">: what the file is.
 * @typedef {object} ReportHead
 * @property {number} format       1; a reader of 1 reads all that say 1
 * @property {string} version      of the render that wrote it
 * @property {string} sources      base names, joined by ', '
 * @property {string} query        options as a query: 'focus=json&sort=cum'; the app starts with them
 * @property {string} tab          to open first; '' for the summary
 * @property {{size: number, raw: number, note: string}} profile  bytes of the gzip member and of what it inflates to
 * @property {number} source_size  bytes of the source lines that travel along; 0: none
 * @property {[string[], string[]]} [sides]  of a comparison: names of the sources of base and new: FILE, or FOLDER/FILE
 * @property {string} [home]       of a server's page: the address of its list; '' none
 * @property {string} [download]   likewise that of the profile
 * @property {boolean} [isOpened]  it is a file that was dropped on a page; the address is another profile's
 *
 * <script type="application/octet-stream" id="render-profile">: the profile.proto, one gzip member, base64
 * <script type="application/octet-stream" id="render-source">: source lines, gzip, base64; may be missing
 * <script type="application/wasm" id="render-engine">: the engine, gzip, base64; missing in a static page
 */

// ---------------------------------------------------------------- the app

/**
 * All that the address holds. Made and changed only through App.set.
 * @typedef {object} State
 * @property {string} tab
 * @property {string} type         sample type; '' the profile's own choice
 * @property {string} unit         '' is 'minimum'
 * @property {Filter[]} filters    in the order they were added
 * @property {string} granularity  '' | 'files' | 'packages' | 'lines'
 * @property {string} recursion    '' | 'direct' | 'all'
 * @property {string} order        '' | 'name'
 * @property {boolean} flip
 * @property {string} color        '' | 'function' | 'file' | 'weight' | 'mono'
 * @property {string} theme        '' | 'light' | 'dark'
 * @property {string} zoom         path of the zoomed frame, four characters a level, as flame.js writes them
 * @property {string} window       the part of it that is shown, '0.25-0.5'; '' all of it. Of another selection it says nothing: App.set drops it then
 * @property {string} picked       path of the selected frame
 * @property {string} fn           name of the selected function; '' none
 * @property {string} find         text of the search
 * @property {boolean} isRegex
 * @property {boolean} isCase
 * @property {string} match        '' | 'file' | 'package'
 * @property {string} sort         order of the table: column name, '-' before it for ascending
 * @property {number} nodes        of the call graph; 0 its own choice
 * @property {boolean} tree        whether the call graph has a box for each path
 * @property {string} report       the text report in Peek; '' tables
 * @property {string} side         of a comparison: '' the change | 'base' | 'new'
 * @property {[string, string][]} fixed  options of every request, which the page starts with and no address has
 *
 * kind: an option of the selection: focus, ignore, hide, show, show_from, prune_from, tagfocus, tagignore, tagroot, noinlines...
 * @typedef {{kind: string, value: string}} Filter
 */

/**
 * What the parts of the app share; made in app.js.
 * @typedef {object} App
 * @property {Engine} engine
 * @property {ReportHead} head
 * @property {Readonly<State>} state
 * @property {Summary|null} summary        of the selection
 * @property {SearchResult|null} found     of the search; null: none
 * @property {(patch: Partial<State>, isStep?: boolean) => void} set  Changes the state, writes the address (a step of
 *           the history where isStep, default true), and updates what is on the screen.
 * @property {(view: string, options?: Record<string, string|number|boolean>) => string} request  'top?sort=cum&focus=x' of the
 *           selection and the options
 * @property {(view: string, options?: Record<string, string|number|boolean>) => Promise<any>} json  asks and parses
 * @property {() => Promise<Boxes>} boxes  of the selection, asked once
 * @property {(name: string) => void} pick  selects a function (state.fn) in all views
 * @property {(kind: string, value: string) => void} filter  adds a chip
 * @property {(text: string) => void} announce  says it in the live region
 * @property {(element: HTMLElement, x: number, y: number, items: MenuItem[]) => void} menu  opens a context menu
 * @property {(name: string) => MenuItem[]} functionMenu  what can be done with a function
 * @property {(text: string, what: string) => void} copy  to the clipboard, and says so: 'Name copied'
 * @property {(text: string) => void} status  the left end of the status line; '' the default
 *
 * @typedef {{functions: Uint8Array, names: Set<string>, count: number, frames: number, value: Value, sides?: [Value, Value], error: string, text: string}} SearchResult
 * @typedef {{label: string, key?: string, note?: string, isOn?: boolean, act: () => void}|null} MenuItem   null is a line between
 *           groups; `note` stands at the right; with `isOn` it is one of a choice
 */

/**
 * A tab. `update` is called when it is shown and whenever what it depends on changed while it is shown; it
 * redraws what is to be redrawn. Where an answer fails it lets that through and leaves what is shown: the app says what is wrong. It must cope with being called again before it is done (compare
 * app.request of before and after each await, and leave when it changed).
 * @typedef {object} View
 * @property {string} name     'flame'
 * @property {string} title    'Flame'
 * @property {HTMLElement} element
 * @property {(change: Change) => void|Promise<void>} update
 * @property {boolean} [isApart]  out of the document while it is not shown: its elements are many, and it keeps no scroll position
 * @property {(event: KeyboardEvent) => boolean} [key]   true: it was for this view
 * @property {() => ExportChoice[]} [exports]            beyond the page's own
 * @property {[string, string][]} [keys]                 rows of the help: keys, what they do
 * @property {(delta: number) => string} [step]          goes to the next (1) or previous (-1) match of app.found; gives '3 of 44',
 *           '' for nothing to go to; 0 only says where it is
 *
 * @typedef {{shown: boolean, selection: boolean, found: boolean, state: boolean}} Change
 * @typedef {{label: string, name: string, make: () => Promise<Blob>|Blob}} ExportChoice
 */

/**
 * Decoded boxes (boxes.js).
 * @typedef {object} Boxes
 * @property {BoxesHead} head
 * @property {number} frames
 * @property {Float64Array} total
 * @property {Float64Array} self
 * @property {Float64Array} start
 * @property {Float64Array} size
 * @property {Uint32Array} code
 * @property {Uint32Array} parent
 * @property {Uint32Array} end
 * @property {Uint32Array} depth
 * @property {Float64Array|null} baseTotal  of a comparison: `total` and `self` are what new has more than these
 * @property {Float64Array|null} baseSelf
 * @property {Uint8Array|null} kinds
 */

export {};
