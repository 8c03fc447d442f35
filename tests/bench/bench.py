# SPDX-FileCopyrightText: The Statusbook authors
# SPDX-License-Identifier: MIT
"""What the measuring scripts have in common: places to measure in, runs, edits, and results that are kept.

Places are mounted in a name space of our own, and the image of the disk is unlinked as soon as it is mounted, so that
the system takes everything away when we end, however we end.
"""
import atexit
import filecmp
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
KEPT = os.path.join(ROOT, 'build', 'bench')
GIB = 1 << 30
SUMMARY = re.compile(r'(\d+) pages; (\d+) files: (\d+) written \((\d+) bytes\), (\d+) unchanged, (\d+) removed')
ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']


def call(*command, **options):
    """Runs a command and returns what it prints; ends the script if it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
    if done.returncode != 0:
        sys.exit(f'bench: {" ".join(command)}: status {done.returncode}\n{done.stderr}')
    return done.stdout


# Places --------------------------------------------------------------------------------------------------------------

def works(*command):
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except FileNotFoundError:
        return False


def enter_name_space():
    """Starts the script again where its mounts are its own. Who is not root may still mount a tmpfs there."""
    if 'STATUSBOOK_BENCH' in os.environ:
        return
    for unshare in (['unshare', '--mount'], ['unshare', '--map-root-user', '--mount']):
        if works(*unshare, 'true'):
            os.environ['STATUSBOOK_BENCH'] = 'mounts'
            os.execvp('unshare', [*unshare, sys.executable, *sys.argv])
    sys.exit('bench: cannot mount anything here: root, or user name spaces, are needed')


class Places:
    """`tmpfs`, and `ext4` with a journal on a file as its disk, or None and `why` not."""

    def __init__(self, disk_size, inodes=None, memory='80%'):
        enter_name_space()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        self.scratch = tempfile.mkdtemp(prefix='statusbook-bench.', dir=os.environ.get('TMPDIR', '/var/tmp'))
        self.mounted = []
        self.why = None
        atexit.register(self.remove)
        self.tmpfs = self.mount('tmpfs', '-t', 'tmpfs', '-o', f'size={memory},nr_inodes=0', 'tmpfs')
        if not self.tmpfs:
            sys.exit('bench: cannot mount a tmpfs')
        self.ext4 = self.make_disk(disk_size, inodes)

    def mount(self, name, *arguments):
        path = os.path.join(self.scratch, name)
        os.mkdir(path)
        done = subprocess.run(['mount', *arguments, path], stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            self.why = done.stderr.strip()
            return None
        self.mounted.append(path)
        return path

    def make_disk(self, size, inodes):
        free = shutil.disk_usage(self.scratch).free
        if free < size + 2 * GIB:
            self.why = f'{size / GIB:.0f} GiB are needed in {self.scratch}, and {free / GIB:.0f} are free'
            return None
        image = os.path.join(self.scratch, 'disk')
        with open(image, 'wb') as file:
            os.posix_fallocate(file.fileno(), 0, size)
        # All of the file system is made now, so that nothing of it is still being made while we measure.
        call('mkfs.ext4', '-q', '-F', '-m', '0', '-O', 'has_journal', '-E', 'lazy_itable_init=0,lazy_journal_init=0',
             *(['-N', str(inodes)] if inodes else []), image)
        place = self.mount('ext4', '-o', 'loop', image)
        os.unlink(image)
        return place

    def remove(self):
        for path in self.mounted:
            subprocess.run(['umount', '--lazy', path])
        shutil.rmtree(self.scratch, ignore_errors=True)


def settle(place):
    call('sync', '-f', place)


def clear(place, *keep):
    for name in os.listdir(place):
        path = os.path.join(place, name)
        if name not in keep:
            shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)


# Trees ---------------------------------------------------------------------------------------------------------------

def files_below(folder):
    return sorted(os.path.relpath(os.path.join(path, name), folder) for path, _, names in os.walk(folder)
                  for name in names)


def different(a, b):
    """The names of files that are not the same in both folders."""
    names = set(files_below(a)) | set(files_below(b))
    return sorted(name for name in names if not (
        os.path.exists(os.path.join(a, name)) and os.path.exists(os.path.join(b, name)) and
        filecmp.cmp(os.path.join(a, name), os.path.join(b, name), shallow=False)))


def is_page(name):
    """The program's own list of its files is no page."""
    return not name.startswith('.statusbook')


def size_below(folder):
    return sum(os.path.getsize(os.path.join(folder, name)) for name in files_below(folder))


def written_since(mark, folder):
    """Counts files of the site that were written after the file `mark`, whatever the program says of it."""
    since = os.stat(mark).st_mtime_ns
    return sum(os.stat(os.path.join(folder, name)).st_mtime_ns >= since
               for name in files_below(folder) if is_page(name))


# Runs ----------------------------------------------------------------------------------------------------------------

class Tools:
    def __init__(self, program):
        self.program = os.path.abspath(program)
        self.bench = os.path.join(os.path.dirname(self.program), 'bench')
        for tool in (self.program, *(os.path.join(self.bench, name) for name in ('floor', 'measure', 'render_time'))):
            if not os.access(tool, os.X_OK):
                sys.exit(f'bench: no program {tool}; make builds it')
        self.help = call(self.program, 'build', '--help')

    def synth(self, count, folder):
        call(sys.executable, os.path.join(HERE, 'synth'), str(count), folder, self.program)

    def measure(self, *command, **options):
        """What a command took; `said` is what it said."""
        done = subprocess.run([os.path.join(self.bench, 'measure'), *command], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, **options)
        took = json.loads(done.stdout) if done.returncode == 0 else {'status': done.returncode}
        if took['status'] != 0:
            sys.exit(f'bench: {" ".join(command)}: status {took["status"]}\n{done.stderr[-2000:]}')
        took['said'] = done.stderr
        return took

    def build(self, project, out, *options):
        took = self.measure(self.program, 'build', '-C', project, '-d', out, *options)
        found = SUMMARY.search(took.pop('said'))
        if found:
            took.update(zip(('pages', 'files', 'told', 'bytes', 'unchanged', 'removed'), map(int, found.groups())))
        return took

    def floor(self, *arguments):
        return json.loads(call(os.path.join(self.bench, 'floor'), *arguments))

    def render_time(self, project):
        """What comparisons take in memory, as numbers by name."""
        lines = call(os.path.join(self.bench, 'render_time'), project).split('\n')
        return {name: float(value) for name, value in (line.split() for line in lines if line) if name != 'hash'}


# Edits ---------------------------------------------------------------------------------------------------------------

def entries(project):
    """The codes of the one family, as (folder, sorted slugs)."""
    content = os.path.join(project, 'content')
    family = next(name for name in sorted(os.listdir(content)) if os.path.isdir(os.path.join(content, name)))
    folder = os.path.join(content, family)
    return folder, sorted(name[:-6] for name in os.listdir(folder)
                          if name.endswith('.en.md') and '-vs-' not in name and name[0] != '_')


class Edit:
    """A change of one file that can be made again and again, each time another, and be taken back."""

    def __init__(self, path, change):
        self.path = path
        self.change = change
        with open(path, encoding='utf-8') as file:
            self.text = file.read()

    def put(self, text):
        with open(self.path, 'w', encoding='utf-8') as file:
            file.write(text)

    def make(self, number):
        changed = self.change(self.text, ORDINALS[number % len(ORDINALS)])
        assert changed != self.text, self.path
        self.put(changed)

    def undo(self):
        self.put(self.text)


def new_sentence(sentence):
    """Puts a sentence in front of the section `meaning`, which stands in comparisons too."""
    return lambda text, word: re.sub(r'(\{#meaning\}\n\n)', lambda found: found[1] + sentence.format(word) + ' ', text,
                                     count=1)


def is_compared(folder, slug):
    """Whether the entry is of the usual kind, and so compared with all others."""
    with open(os.path.join(folder, slug + '.en.md'), encoding='utf-8') as file:
        return not re.search(r'^kind:', file.read(), re.M)


def edits(project):
    folder, slugs = entries(project)
    slugs = [slug for slug in slugs if is_compared(folder, slug)]
    return {
        'entry': Edit(os.path.join(folder, slugs[len(slugs) // 2] + '.en.md'),
                      new_sentence('This sentence is new, the {} of its kind.')),
        'translation': Edit(os.path.join(folder, slugs[len(slugs) // 3] + '.de.md'),
                            new_sentence('Dieser Satz ist neu, und zwar seit der Runde „{}“.')),
        'template': Edit(os.path.join(project, 'templates', 'base.html'),
                         lambda text, word: text.replace('<body', f'<body data-round="{word}"')),
    }


# Results -------------------------------------------------------------------------------------------------------------

def median(values):
    return statistics.median(values)


def spread(values, form):
    return f'{format(median(values), form)} ({format(min(values), form)}–{format(max(values), form)})'


def table(rows):
    """Aligned columns; the first row is the head."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ['  '.join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    return '\n'.join([lines[0], '  '.join('-' * width for width in widths), *lines[1:]])


def commit():
    """The commit that is measured, marked if the generator is not what it says."""
    name = call('git', '-C', ROOT, 'rev-parse', '--short=12', 'HEAD').strip()
    changed = call('git', '-C', ROOT, 'status', '--porcelain', 'gen', 'templates', 'content')
    return name + ('-changed' if changed else '')


def machine():
    with open('/proc/cpuinfo', encoding='utf-8') as file:
        model = re.search(r'model name\s*: (.*)', file.read())
    return {'cores': os.cpu_count(), 'processor': model[1] if model else '', 'kernel': os.uname().release,
            'memory': os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES')}


def kept(kind):
    """Results of this kind, the newest first, as (name, result)."""
    if not os.path.isdir(KEPT):
        return
    paths = [os.path.join(KEPT, name) for name in os.listdir(KEPT) if name.endswith('.json')]
    for path in sorted(paths, key=os.path.getmtime, reverse=True):
        with open(path, encoding='utf-8') as file:
            result = json.load(file)
        if result.get('kind') == kind:
            yield os.path.basename(path)[:-5], result


def keep(result):
    os.makedirs(KEPT, exist_ok=True)
    suffix = '' if result['kind'] == 'bench' else '.' + result['kind']
    path = os.path.join(KEPT, result['commit'] + suffix + '.json')
    with open(path, 'w', encoding='utf-8') as file:
        json.dump(result, file, indent=1)
        file.write('\n')
    print(f'kept as {os.path.relpath(path, ROOT)}')
