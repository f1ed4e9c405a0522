"""Our NoneBot plugins, beside those that a project keeps in a folder of the same name."""

import pkgutil

__path__ = pkgutil.extend_path(__path__, __name__)
