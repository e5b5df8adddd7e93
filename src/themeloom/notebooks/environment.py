"""The environment of a kernel: the same on every machine, whoever runs it."""

from __future__ import annotations

import os
from pathlib import Path

from themeloom.project import Project

#: What passes from the machine: where programs, libraries, the user's and temporary files lie,
#: and how the network is reached. Nothing else does.
PASSED = frozenset({
    "PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "PYTHONHOME", "PYTHONUSERBASE",
    "PYTHONNOUSERSITE", "VIRTUAL_ENV", "CONDA_PREFIX", "JAVA_HOME", "R_HOME", "APPDATA",
    "COMMONPROGRAMFILES", "COMSPEC", "HOMEDRIVE", "HOMEPATH", "LOCALAPPDATA", "PATHEXT",
    "PROGRAMDATA", "PROGRAMFILES", "PROGRAMFILES(X86)", "SYSTEMDRIVE", "SYSTEMROOT",
    "USERNAME", "USERPROFILE", "WINDIR", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE",
})  # fmt: skip


def environment(state: Path, root: Path) -> dict[str, str]:
    """What a kernel and all that it starts are told.

    Args:
        state: the kernel's own folder, empty when it starts.
        root: the project's folder.
    """
    passed = {name: value for name, value in os.environ.items() if name.upper() in PASSED}
    return {
        **passed,
        "COLUMNS": "80",
        "IPYTHONDIR": str(state / "ipython"),
        "JUPYTER_CONFIG_DIR": str(state),
        "JUPYTER_DATA_DIR": str(state),
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_RUNTIME_DIR": str(state),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "LINES": "24",
        "MATPLOTLIBRC": str(Path(__file__).parent / "matplotlibrc"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        # Kept from run to run, since looking through the machine's typefaces takes its time.
        "MPLCONFIGDIR": str(Project(root).state / "matplotlib"),
        "NO_COLOR": "1",
        "PAGER": "cat",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONUTF8": "1",
        "TZ": "UTC",
    }
