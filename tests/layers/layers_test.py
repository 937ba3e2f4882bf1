"""Includes point down, and never in a circle.

Reads src/layers (a line a folder: what it may include) and every #include "..." below src.

    layers_test.py ROOT         checks ROOT/src
    layers_test.py --self-test  checks that wrong trees are found
"""
import pathlib
import re
import sys
import tempfile

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def read_layers(path):
    """Folder to the set of folders that it may include."""
    layers = {}
    for line in path.read_text().splitlines():
        if line.strip() and not line.startswith('#'):
            folder, _, allowed = line.partition(':')
            layers[folder.strip()] = set(allowed.split())
    return layers


def read_includes(src):
    """File, as seen from src, to the files of src that it includes."""
    includes = {}
    for path in sorted(src.rglob('*')):
        if path.suffix in ('.c', '.h', '.def'):
            names = INCLUDE.findall(path.read_text(errors='replace'))
            includes[path.relative_to(src).as_posix()] = [n for n in names if (src / n).is_file()]
    return includes


def wrong_arrows(layers, includes):
    for name, targets in includes.items():
        folder = name.split('/')[0]
        if folder not in layers:
            yield (f'src/{name}: the folder {folder} has no line in src/layers; '
                   f'add one that says what it may include')
            continue
        for target in targets:
            other = target.split('/')[0]
            if other != folder and other not in layers[folder]:
                yield (f'src/{name} includes "{target}", but {folder} may not include {other}: '
                       f'move what is needed down, or pass it in from above')


def stems(includes):
    """The same by module: a.c and a.h are one."""
    modules = {}
    for name, targets in includes.items():
        module = name.rpartition('.')[0]
        found = modules.setdefault(module, set())
        found.update(t.rpartition('.')[0] for t in targets)
        found.discard(module)
    return modules


def find_cycle(graph):
    """Some cycle as a list of its modules, or None."""
    state = {}
    for start in sorted(graph):
        path, walks = [], [iter([start])]
        while walks:
            module = next(walks[-1], None)
            if module is None:
                walks.pop()
                if path:
                    state[path.pop()] = 'done'
            elif state.get(module) == 'open':
                return path[path.index(module):] + [module]
            elif module not in state:
                state[module] = 'open'
                path.append(module)
                walks.append(iter(sorted(graph.get(module, ()))))
    return None


def check(root):
    src = pathlib.Path(root) / 'src'
    includes = read_includes(src)
    layers = read_layers(src / 'layers')
    problems = list(wrong_arrows(layers, includes))
    for folder, allowed in layers.items():
        for other in sorted(allowed - layers.keys()):
            problems.append(f'src/layers: {folder} may include {other}, which has no line')
    cycle = find_cycle(stems(includes))
    if cycle:
        problems.append('files include each other in a circle: ' + ' -> '.join(cycle) +
                        '; declare the struct instead of including its header, or move what both '
                        'need to a third file')
    cycle = find_cycle(layers)
    if cycle:
        problems.append('src/layers lets folders include each other: ' + ' -> '.join(cycle))
    return len(includes) + len(layers), problems


def make_tree(folder, files):
    for name, text in files.items():
        path = pathlib.Path(folder) / 'src' / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


GOOD = {'layers': '# comment\nlow:\nhigh: low\n',
        'low/a.h': '', 'low/a.c': '#include "low/a.h"\n#include <stdio.h>\n',
        'high/b.c': '#include "low/a.h"\n#include "high/b.h"\n',
        'high/b.h': '#include "tokens.h"\n'}
CASES = [
    ('a good tree passes', {}, None),
    ('an arrow up is found', {'low/a.h': '#include "high/b.h"\n'}, 'low may not include high'),
    ('a folder without a line is found', {'new/c.c': ''}, 'has no line in src/layers'),
    ('an arrow of a table is found', {'low/t.def': '#include "high/b.h"\n'}, 'may not include'),
    ('two headers in a circle are found',
     {'low/a.h': '#include "low/c.h"\n', 'low/c.h': '#include "low/a.h"\n'}, 'low/a -> low/c'),
    ('a circle through a .c file is found',
     {'low/a.c': '  #  include "low/c.h"\n', 'low/c.c': '#include "low/a.h"\n', 'low/c.h': ''},
     'in a circle'),
    ('a file and its header are one', {'low/a.h': '#include "low/a.h"\n'}, None),
    ('folders in a circle are found', {'layers': 'low: high\nhigh: low\n'}, 'src/layers lets'),
    ('an unknown folder in layers is found', {'layers': 'low: lower\nhigh: low\n'},
     'which has no line'),
]


def self_test():
    failures = []
    for name, changes, words in CASES:
        with tempfile.TemporaryDirectory() as folder:
            make_tree(folder, {**GOOD, **changes})
            problems = check(folder)[1]
        if (words is None) != (not problems) or (words and words not in '\n'.join(problems)):
            failures.append(f'{name}: {problems}')
    return len(CASES), failures


def main():
    count, problems = self_test() if sys.argv[1] == '--self-test' else check(sys.argv[1])
    for problem in problems:
        print(problem)
    print(f'{max(count - len(problems), 0)} passed, {len(problems)} failed')
    return bool(problems)


sys.exit(main())
