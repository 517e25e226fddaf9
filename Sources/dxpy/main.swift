import Library
import Runtime

Library.register()
CommandLine_.main()
