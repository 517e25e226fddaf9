// TraceCompiler
