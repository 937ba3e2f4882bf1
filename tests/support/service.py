"""The service of samples/svc, built where Go is installed and left running at a free port.

    with Service(folder, "-leak") as service:
        run([render, "top", service.address])

Without Go, `Service.is_possible()` is False. Nothing is fetched to build it."""

import os
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LIMIT = "10m"  # a test that is killed leaves none running for longer


class Service:
    built = {}

    @staticmethod
    def is_possible():
        return shutil.which("go") is not None

    @classmethod
    def build(cls, folder, tag="fast"):
        """The program, built once in each run of a test; it stays in the folder."""
        if tag not in cls.built:
            program = pathlib.Path(folder).resolve() / f"shop-{tag}"
            place = dict(os.environ, GOFLAGS="-mod=mod", GOPROXY="off", CGO_ENABLED="0")
            subprocess.run(["go", "build", "-trimpath", "-buildvcs=false", "-tags", tag,
                            "-o", str(program), "."], cwd=ROOT / "samples/svc", env=place,
                           check=True, timeout=300)
            cls.built[tag] = str(program)
        return cls.built[tag]

    def __init__(self, folder, *flags, listen="127.0.0.1:0", tag="fast"):
        self.command = [self.build(folder, tag), "-listen", listen, "-for", LIMIT, *flags]
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        words = self.process.stdout.readline().split()
        if words[:2] != ["listening", "on"]:
            raise RuntimeError(f"the service did not start: {words}")
        self.address = words[2]  # HOST:PORT, or unix:PATH

    def url(self, path="/debug/pprof/profile", scheme="http"):
        if self.address.startswith("unix:"):
            return f"{self.address}:{path}"
        return f"{scheme}://{self.address}{path}"

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
