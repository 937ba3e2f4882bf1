// What pack.py puts into the scripts of the page.
declare const PALETTE: Record<'light' | 'dark', string>;
