import Glibc

/// What `-h` and its relatives print.
enum CommandLineHelp {
    enum Topic { case options, environment, xOptions, all }

    static func usage(_ program: String) -> String { "usage: \(program) [option] ... [-c cmd | -m mod | file | -] [arg] ...\n" }
    static func write(_ s: String) {
        var s = s
        s.withUTF8 { b in var done = 0; while done < b.count { let n = Glibc.write(1, b.baseAddress! + done, b.count - done); if n <= 0 { break }; done += n } }
    }
    static func show(_ topic: Topic, _ program: String) {
        switch topic {
        case .options: write(usage(program) + options)
        case .environment: write(environment)
        case .xOptions: write(xOptions)
        case .all: write(usage(program) + options + "\n" + environment + "\n" + xOptions)
        }
    }
    private static let options = """
    Options, with the variables of the environment that do the same:
    -b     : warn of comparing bytes with str and of str(bytes); -bb: raise
    -B     : do not write caches of code; also PYTHONDONTWRITEBYTECODE=x
    -c cmd : run a program given as text (ends the options)
    -d     : debug the parser (no effect); also PYTHONDEBUG=x
    -E     : ignore the environment's PYTHON* variables
    -h     : print this help (also -? and --help)
    -i     : prompt after the program has run; also PYTHONINSPECT=x
    -I     : isolated: neither user's settings nor the current folder (implies -E -P -s)
    -m mod : run a module of the library as a program (ends the options)
    -O     : leave out assert statements and what depends on __debug__; also PYTHONOPTIMIZE=x
    -OO    : leave out docstrings, too
    -P     : do not add the program's folder to sys.path; also PYTHONSAFEPATH=x
    -q     : no version at the prompt
    -R     : random hashes even with PYTHONHASHSEED set
    -s     : no folder of the user's packages; also PYTHONNOUSERSITE=x
    -S     : do not import site
    -u     : do not buffer stdout and stderr; also PYTHONUNBUFFERED=x
    -v     : tell of each import; also PYTHONVERBOSE=x
    -V     : print the version (also --version); -VV: more of it
    -W arg : control of warnings, action:message:category:module:lineno; also PYTHONWARNINGS=arg
    -x     : skip the first line of the program
    -X opt : an option of the implementation (see --help-xoptions)
    --check-hash-based-pycs always|default|never: accepted; files of bytecode are not used
    --help-env      : variables of the environment
    --help-xoptions : options for -X
    --help-all      : all help
    file   : run the program in a file, a folder or an archive with __main__.py
    -      : run the program on standard input (default; a prompt if that is a terminal)
    arg ...: arguments for the program, in sys.argv[1:]

    """
    private static let environment = """
    Variables of the environment:
    DXPY_LIB             : the folder of the standard library
    NO_COLOR, FORCE_COLOR: whether output is coloured
    PYTHONBREAKPOINT     : what breakpoint() calls; 0: nothing
    PYTHONCOERCECLOCALE  : 0: do not replace the C locale by C.UTF-8
    PYTHONDEBUG          : as -d
    PYTHONDEVMODE        : as -X dev
    PYTHONDONTWRITEBYTECODE: as -B
    PYTHONFAULTHANDLER   : as -X faulthandler
    PYTHONHASHSEED       : "random" or the seed of str and bytes hashes
    PYTHONINSPECT        : as -i
    PYTHONINTMAXSTRDIGITS: as -X int_max_str_digits
    PYTHONIOENCODING     : encoding[:errors] of the standard streams
    PYTHONNODEBUGRANGES  : as -X no_debug_ranges
    PYTHONNOUSERSITE     : as -s
    PYTHONOPTIMIZE       : as -O
    PYTHONPATH           : folders to put on sys.path, separated by ':'
    PYTHONPROFILEIMPORTTIME: as -X importtime
    PYTHONPYCACHEPREFIX  : the folder of the cache of parsed code
    PYTHONSAFEPATH       : as -P
    PYTHONSTARTUP        : a file to run before the prompt
    PYTHONUNBUFFERED     : as -u
    PYTHONUTF8           : as -X utf8
    PYTHONVERBOSE        : as -v
    PYTHONWARNDEFAULTENCODING: as -X warn_default_encoding
    PYTHONWARNINGS       : as -W
    PYTHON_BASIC_REPL    : use the plain prompt
    PYTHON_COLORS        : 1: colours in tracebacks and at the prompt, 0: none
    PYTHON_CPU_COUNT     : as -X cpu_count
    PYTHON_HISTORY       : the file of the prompt's history

    """
    private static let xOptions = """
    Options of the implementation:
    -X context_aware_warnings=0|1: filters of warnings per context
    -X cpu_count=N    : what os.cpu_count() says
    -X dev            : more checks and warnings
    -X faulthandler   : enable faulthandler
    -X gc=stress[:N[:M[:S[:T]]]]: collect garbage at every Nth allocation, every Mth time fully (Heap/Stress.swift)
    -X importtime[=2] : how long each import takes
    -X int_max_str_digits=N: limit of the digits of int from and to str
    -X jit=on|off|stress: the compiler of traces
    -X jit-stats      : what that compiler did
    -X no_debug_ranges: no columns in tracebacks
    -X pycache_prefix=FOLDER: the cache of parsed code
    -X trace-dump=FOLDER: write the traces
    -X thread_inherit_context=0|1: whether threads begin with a copy of the context
    -X utf8[=0|1]     : UTF-8 mode
    -X warn_default_encoding: warn where a file's encoding is the locale's

    """
}
