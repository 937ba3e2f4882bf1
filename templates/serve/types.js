// The shapes that the list of a folder works with, for `tsc --checkJs` and for readers. Nothing here is packed.

/**
 * A profile as /api/files tells of it.
 * @typedef {object} Listed
 * @property {string} id          in addresses: /p/ID/ui/
 * @property {string} name        of the file, below the folder
 * @property {string} service     '' not known
 * @property {string} kind        'cpu', 'heap', ...; '' not known
 * @property {number} time_ms     since 1970
 * @property {number} size        in bytes
 * @property {string} type        sample type of the total: 'inuse_space'
 * @property {string} unit
 * @property {number|null} total  null: not computed yet, or `error` says why there is none
 * @property {string|null} error
 *
 * @typedef {{folder: string, profiles: Listed[]}} Listing
 */

/**
 * Those of one service and kind, the newest first.
 * @typedef {{key: string, service: string, kind: string, files: Listed[], most: Map<string, number>}} Group   most: the largest total of each type and unit
 */

/** A line of the list: the head of a group, or a file of it with the one that was before it. @typedef {{key: string, group: Group, file: Listed|null, before: Listed|null}} Line */

/** Two to compare; `isSwapped`: the newer one is the base. @typedef {{picked: Listed[], isSwapped: boolean}} Picks */

export {};
