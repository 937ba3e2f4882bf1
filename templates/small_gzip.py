"""What travels in a page, compressed once for all pages: by Zopfli where it is installed, which takes its time for 5 %."""
import gzip
import os
import shutil
import subprocess
import tempfile


def small_gzip(data):
    tool = shutil.which('zopfli')
    if not tool:
        return gzip.compress(data, 9, mtime=0)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'data')
        with open(path, 'wb') as f:
            f.write(data)
        return subprocess.run([tool, '-c', path], stdout=subprocess.PIPE, check=True).stdout
