"""In interactive mode, expression statements inside other statements show their values too."""
exec(compile("try:\n    1 + 1\n    None\n    'x'\nfinally:\n    3\n", "s", "single"))
exec(compile("for i in range(2):\n    i\n", "s", "single"))
exec(compile("def f():\n    5\n", "s", "single"))
exec(compile("f()\n", "s", "single"))
