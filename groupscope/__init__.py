"""groupscope · 群镜: what a QQ group says, counted and drawn.

The core. It knows no chat framework: the plugins bring it values (``groupscope.model``) and carry
its answers back. docs/ARCHITECTURE.md tells where things are.
"""
