// The kinds of nodes with the names and types of their fields: the one table from which `ast.dump`,
// the classes of `_ast` and both conversions (tree to objects, objects to tree) are driven.

/// A node class of Python 3.14's abstract grammar.
public enum Kind: UInt8, CaseIterable {
    case module, interactive, expression, functionType, functionDef, asyncFunctionDef, classDef, return_, delete, assign,
         typeAlias, augAssign, annAssign, for_, asyncFor, while_, if_, with, asyncWith, match, raise, try_, tryStar, assert,
         import_, importFrom, global, nonlocal, expr, pass, break_, continue_
    case boolOp, namedExpr, binOp, unaryOp, lambda, ifExp, dict, set, listComp, setComp, dictComp, generatorExp, await, yield,
         yieldFrom, compare, call, formattedValue, interpolation, joinedStr, templateStr, constant, attribute, `subscript`,
         starred, name, list, tuple, slice
    case comprehension, exceptHandler, arguments, arg, keyword, alias, withItem, matchCase, matchValue, matchSingleton,
         matchSequence, matchMapping, matchClass, matchStar, matchAs, matchOr, typeIgnore, typeVar, paramSpec, typeVarTuple
}

public enum BinaryOperator: UInt8, CaseIterable {
    case add, sub, mult, matMult, div, mod, pow, lShift, rShift, bitOr, bitXor, bitAnd, floorDiv
    /// The class's name in `ast`.
    public var name: String { ["Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift", "RShift", "BitOr", "BitXor",
                               "BitAnd", "FloorDiv"][Int(rawValue)] }
}

public enum UnaryOperator: UInt8, CaseIterable {
    case invert, not, uAdd, uSub
    public var name: String { ["Invert", "Not", "UAdd", "USub"][Int(rawValue)] }
}

public enum CompareOperator: UInt8, CaseIterable {
    case eq, notEq, lt, ltE, gt, gtE, `is`, isNot, `in`, notIn
    public var name: String { ["Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn"][Int(rawValue)] }
}

public enum BoolOperator: UInt8, CaseIterable {
    case and, or
    public var name: String { self == .and ? "And" : "Or" }
}

public enum ExprContext: UInt8, CaseIterable {
    case load, store, del
    public var name: String { ["Load", "Store", "Del"][Int(rawValue)] }
}

/// The sum types of the abstract grammar, as a node's class names its base class.
public enum Group: UInt8, CaseIterable {
    case mod, stmt, expr, comprehension, excepthandler, arguments, arg, keyword, alias, withitem, matchCase, pattern,
         typeIgnore, typeParam
    /// The base class's name in `ast`.
    public var name: String { ["mod", "stmt", "expr", "comprehension", "excepthandler", "arguments", "arg", "keyword", "alias",
                               "withitem", "match_case", "pattern", "type_ignore", "type_param"][Int(rawValue)] }
    /// Whether nodes of the group carry `lineno`, `col_offset`, `end_lineno`, `end_col_offset`.
    public var hasPosition: Bool {
        switch self {
        case .mod, .comprehension, .arguments, .withitem, .matchCase, .typeIgnore: return false
        default: return true
        }
    }
}

/// What a field holds; the accessor of `Node` that reads it is named beside it.
public enum FieldType: Equatable {
    case identifier                 // name(_:)
    case optionalIdentifier         // name(_:)
    case identifiers                // names(_:)
    case optionalString             // name(_:): type_comment, Constant.kind
    case int                        // int(_:)
    case optionalInt                // int(_:): ImportFrom.level
    case constant                   // .constant; Interpolation.str is a string: name(_:)
    case node(Group)                // node(_:)
    case optionalNode(Group)        // optional(_:)
    case nodes(Group)               // list(_:)
    case optionalNodes(Group)       // list(_:), whose elements may be nil
    case binaryOperator             // int(_:)
    case unaryOperator              // int(_:)
    case boolOperator               // int(_:)
    case compareOperators           // names(_:), of raw values
    case context                    // int(_:)

    /// The type as `Python.asdl` writes it, e.g. `expr?*`.
    public var asdl: String {
        switch self {
        case .identifier: return "identifier"
        case .optionalIdentifier: return "identifier?"
        case .identifiers: return "identifier*"
        case .optionalString: return "string?"
        case .int: return "int"
        case .optionalInt: return "int?"
        case .constant: return "constant"
        case .node(let g): return g.name
        case .optionalNode(let g): return g.name + "?"
        case .nodes(let g): return g.name + "*"
        case .optionalNodes(let g): return g.name + "?*"
        case .binaryOperator: return "operator"
        case .unaryOperator: return "unaryop"
        case .boolOperator: return "boolop"
        case .compareOperators: return "cmpop*"
        case .context: return "expr_context"
        }
    }
}

public struct Field {
    public let name: String
    public let type: FieldType
}

/// One row of the table: a node class, its base class and its fields in the order of `Python.asdl`.
public struct NodeClass {
    public let kind: Kind
    public let name: String
    public let group: Group
    public let fields: [Field]
}

extension Kind {
    /// The row of the table for this kind.
    public var nodeClass: NodeClass { nodeClasses[Int(rawValue)] }
    public var isStatement: Bool { rawValue >= Kind.functionDef.rawValue && rawValue <= Kind.continue_.rawValue }
    public var isExpression: Bool { rawValue >= Kind.boolOp.rawValue && rawValue <= Kind.slice.rawValue }
}

/// All node classes, indexed by `Kind.rawValue`.
public let nodeClasses: [NodeClass] = {
    let function: [(String, FieldType)] = [
        ("name", .identifier), ("args", .node(.arguments)), ("body", .nodes(.stmt)), ("decorator_list", .nodes(.expr)),
        ("returns", .optionalNode(.expr)), ("type_comment", .optionalString), ("type_params", .nodes(.typeParam))]
    let loop: [(String, FieldType)] = [
        ("target", .node(.expr)), ("iter", .node(.expr)), ("body", .nodes(.stmt)), ("orelse", .nodes(.stmt)),
        ("type_comment", .optionalString)]
    let with: [(String, FieldType)] = [("items", .nodes(.withitem)), ("body", .nodes(.stmt)), ("type_comment", .optionalString)]
    let test: [(String, FieldType)] = [("test", .node(.expr)), ("body", .nodes(.stmt)), ("orelse", .nodes(.stmt))]
    let tryFields: [(String, FieldType)] = [
        ("body", .nodes(.stmt)), ("handlers", .nodes(.excepthandler)), ("orelse", .nodes(.stmt)), ("finalbody", .nodes(.stmt))]
    let value: [(String, FieldType)] = [("value", .node(.expr))]
    let optionalValue: [(String, FieldType)] = [("value", .optionalNode(.expr))]
    let elements: [(String, FieldType)] = [("elts", .nodes(.expr)), ("ctx", .context)]
    let comp: [(String, FieldType)] = [("elt", .node(.expr)), ("generators", .nodes(.comprehension))]
    let defaulted: [(String, FieldType)] = [("name", .identifier), ("default_value", .optionalNode(.expr))]

    let rows: [(Kind, String, Group, [(String, FieldType)])] = [
        (.module, "Module", .mod, [("body", .nodes(.stmt)), ("type_ignores", .nodes(.typeIgnore))]),
        (.interactive, "Interactive", .mod, [("body", .nodes(.stmt))]),
        (.expression, "Expression", .mod, [("body", .node(.expr))]),
        (.functionType, "FunctionType", .mod, [("argtypes", .nodes(.expr)), ("returns", .node(.expr))]),
        (.functionDef, "FunctionDef", .stmt, function),
        (.asyncFunctionDef, "AsyncFunctionDef", .stmt, function),
        (.classDef, "ClassDef", .stmt, [
            ("name", .identifier), ("bases", .nodes(.expr)), ("keywords", .nodes(.keyword)), ("body", .nodes(.stmt)),
            ("decorator_list", .nodes(.expr)), ("type_params", .nodes(.typeParam))]),
        (.return_, "Return", .stmt, optionalValue),
        (.delete, "Delete", .stmt, [("targets", .nodes(.expr))]),
        (.assign, "Assign", .stmt, [("targets", .nodes(.expr)), ("value", .node(.expr)), ("type_comment", .optionalString)]),
        (.typeAlias, "TypeAlias", .stmt, [("name", .node(.expr)), ("type_params", .nodes(.typeParam)), ("value", .node(.expr))]),
        (.augAssign, "AugAssign", .stmt, [("target", .node(.expr)), ("op", .binaryOperator), ("value", .node(.expr))]),
        (.annAssign, "AnnAssign", .stmt, [
            ("target", .node(.expr)), ("annotation", .node(.expr)), ("value", .optionalNode(.expr)), ("simple", .int)]),
        (.for_, "For", .stmt, loop),
        (.asyncFor, "AsyncFor", .stmt, loop),
        (.while_, "While", .stmt, test),
        (.if_, "If", .stmt, test),
        (.with, "With", .stmt, with),
        (.asyncWith, "AsyncWith", .stmt, with),
        (.match, "Match", .stmt, [("subject", .node(.expr)), ("cases", .nodes(.matchCase))]),
        (.raise, "Raise", .stmt, [("exc", .optionalNode(.expr)), ("cause", .optionalNode(.expr))]),
        (.try_, "Try", .stmt, tryFields),
        (.tryStar, "TryStar", .stmt, tryFields),
        (.assert, "Assert", .stmt, [("test", .node(.expr)), ("msg", .optionalNode(.expr))]),
        (.import_, "Import", .stmt, [("names", .nodes(.alias))]),
        (.importFrom, "ImportFrom", .stmt, [("module", .optionalIdentifier), ("names", .nodes(.alias)), ("level", .optionalInt)]),
        (.global, "Global", .stmt, [("names", .identifiers)]),
        (.nonlocal, "Nonlocal", .stmt, [("names", .identifiers)]),
        (.expr, "Expr", .stmt, value),
        (.pass, "Pass", .stmt, []),
        (.break_, "Break", .stmt, []),
        (.continue_, "Continue", .stmt, []),
        (.boolOp, "BoolOp", .expr, [("op", .boolOperator), ("values", .nodes(.expr))]),
        (.namedExpr, "NamedExpr", .expr, [("target", .node(.expr)), ("value", .node(.expr))]),
        (.binOp, "BinOp", .expr, [("left", .node(.expr)), ("op", .binaryOperator), ("right", .node(.expr))]),
        (.unaryOp, "UnaryOp", .expr, [("op", .unaryOperator), ("operand", .node(.expr))]),
        (.lambda, "Lambda", .expr, [("args", .node(.arguments)), ("body", .node(.expr))]),
        (.ifExp, "IfExp", .expr, [("test", .node(.expr)), ("body", .node(.expr)), ("orelse", .node(.expr))]),
        (.dict, "Dict", .expr, [("keys", .optionalNodes(.expr)), ("values", .nodes(.expr))]),
        (.set, "Set", .expr, [("elts", .nodes(.expr))]),
        (.listComp, "ListComp", .expr, comp),
        (.setComp, "SetComp", .expr, comp),
        (.dictComp, "DictComp", .expr, [
            ("key", .node(.expr)), ("value", .node(.expr)), ("generators", .nodes(.comprehension))]),
        (.generatorExp, "GeneratorExp", .expr, comp),
        (.await, "Await", .expr, value),
        (.yield, "Yield", .expr, optionalValue),
        (.yieldFrom, "YieldFrom", .expr, value),
        (.compare, "Compare", .expr, [("left", .node(.expr)), ("ops", .compareOperators), ("comparators", .nodes(.expr))]),
        (.call, "Call", .expr, [("func", .node(.expr)), ("args", .nodes(.expr)), ("keywords", .nodes(.keyword))]),
        (.formattedValue, "FormattedValue", .expr, [
            ("value", .node(.expr)), ("conversion", .int), ("format_spec", .optionalNode(.expr))]),
        (.interpolation, "Interpolation", .expr, [
            ("value", .node(.expr)), ("str", .constant), ("conversion", .int), ("format_spec", .optionalNode(.expr))]),
        (.joinedStr, "JoinedStr", .expr, [("values", .nodes(.expr))]),
        (.templateStr, "TemplateStr", .expr, [("values", .nodes(.expr))]),
        (.constant, "Constant", .expr, [("value", .constant), ("kind", .optionalString)]),
        (.attribute, "Attribute", .expr, [("value", .node(.expr)), ("attr", .identifier), ("ctx", .context)]),
        (.`subscript`, "Subscript", .expr, [("value", .node(.expr)), ("slice", .node(.expr)), ("ctx", .context)]),
        (.starred, "Starred", .expr, [("value", .node(.expr)), ("ctx", .context)]),
        (.name, "Name", .expr, [("id", .identifier), ("ctx", .context)]),
        (.list, "List", .expr, elements),
        (.tuple, "Tuple", .expr, elements),
        (.slice, "Slice", .expr, [
            ("lower", .optionalNode(.expr)), ("upper", .optionalNode(.expr)), ("step", .optionalNode(.expr))]),
        (.comprehension, "comprehension", .comprehension, [
            ("target", .node(.expr)), ("iter", .node(.expr)), ("ifs", .nodes(.expr)), ("is_async", .int)]),
        (.exceptHandler, "ExceptHandler", .excepthandler, [
            ("type", .optionalNode(.expr)), ("name", .optionalIdentifier), ("body", .nodes(.stmt))]),
        (.arguments, "arguments", .arguments, [
            ("posonlyargs", .nodes(.arg)), ("args", .nodes(.arg)), ("vararg", .optionalNode(.arg)), ("kwonlyargs", .nodes(.arg)),
            ("kw_defaults", .optionalNodes(.expr)), ("kwarg", .optionalNode(.arg)), ("defaults", .nodes(.expr))]),
        (.arg, "arg", .arg, [("arg", .identifier), ("annotation", .optionalNode(.expr)), ("type_comment", .optionalString)]),
        (.keyword, "keyword", .keyword, [("arg", .optionalIdentifier), ("value", .node(.expr))]),
        (.alias, "alias", .alias, [("name", .identifier), ("asname", .optionalIdentifier)]),
        (.withItem, "withitem", .withitem, [("context_expr", .node(.expr)), ("optional_vars", .optionalNode(.expr))]),
        (.matchCase, "match_case", .matchCase, [
            ("pattern", .node(.pattern)), ("guard", .optionalNode(.expr)), ("body", .nodes(.stmt))]),
        (.matchValue, "MatchValue", .pattern, value),
        (.matchSingleton, "MatchSingleton", .pattern, [("value", .constant)]),
        (.matchSequence, "MatchSequence", .pattern, [("patterns", .nodes(.pattern))]),
        (.matchMapping, "MatchMapping", .pattern, [
            ("keys", .nodes(.expr)), ("patterns", .nodes(.pattern)), ("rest", .optionalIdentifier)]),
        (.matchClass, "MatchClass", .pattern, [
            ("cls", .node(.expr)), ("patterns", .nodes(.pattern)), ("kwd_attrs", .identifiers),
            ("kwd_patterns", .nodes(.pattern))]),
        (.matchStar, "MatchStar", .pattern, [("name", .optionalIdentifier)]),
        (.matchAs, "MatchAs", .pattern, [("pattern", .optionalNode(.pattern)), ("name", .optionalIdentifier)]),
        (.matchOr, "MatchOr", .pattern, [("patterns", .nodes(.pattern))]),
        (.typeIgnore, "TypeIgnore", .typeIgnore, [("lineno", .int), ("tag", .optionalString)]),
        (.typeVar, "TypeVar", .typeParam, [
            ("name", .identifier), ("bound", .optionalNode(.expr)), ("default_value", .optionalNode(.expr))]),
        (.paramSpec, "ParamSpec", .typeParam, defaulted),
        (.typeVarTuple, "TypeVarTuple", .typeParam, defaulted),
    ]
    return rows.map { row in
        NodeClass(kind: row.0, name: row.1, group: row.2, fields: row.3.map { Field(name: $0.0, type: $0.1) })
    }
}()
