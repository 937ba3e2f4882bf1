"""The stub service of tests/live/stub.c, at a free port, which answers with what a test wants."""

import pathlib
import subprocess


class Stub:
    """Files of the folder are what /debug/pprof/KIND answers with; `requests()` are the heads."""

    def __init__(self, program, folder, *listen):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen([program, str(self.folder), *listen], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.address = self.process.stdout.readline().split()[2]

    def url(self, path="/debug/pprof/profile"):
        if self.address.startswith("unix:"):
            return f"{self.address}:{path}"
        return f"http://{self.address}{path}"

    def serve(self, kind, data):
        """Puts it in the place of what was there, whole at any moment."""
        fresh = self.folder / f".{kind}"
        fresh.write_bytes(data)
        fresh.rename(self.folder / kind)

    def fault(self, word):
        """All profiles fail so from now on; "": none does."""
        self.serve("fault", word.encode())

    def requests(self):
        path = self.folder / "requests"
        text = path.read_text(errors="replace") if path.exists() else ""
        return [head for head in text.replace("\r", "").split("\n\n") if head]

    def forget(self):
        (self.folder / "requests").unlink(missing_ok=True)

    def stop(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
