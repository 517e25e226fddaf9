# Where sysconfig says that the library is, it is.
import os
import sysconfig

print(os.path.samefile(sysconfig.get_path("stdlib"), os.path.dirname(os.__file__)))
