// The grammar in the form that error messages depend on: ordered alternatives, with rules whose match is a message.
//
// It is read only when parsing has failed (ErrorParser.swift). The language is that of the language reference's full grammar; the
// rules named `bad...` say which mistakes are recognized, where among the alternatives they are tried, and what they report.
// That order is visible from outside, since the first mistake found is the one reported, so it follows the reference implementation.
//
//   name := alternative | alternative     a rule; `name @:=` remembers its result by position
//   'x'  "x"  NAME                        a token or keyword; a soft keyword; a kind of token
//   e? e* e+  s%e                         as usual; s%e is e separated by s, once or more
//   &e !e  ~  &&'x'                       look ahead; cut; an error `expected 'x'` unless it follows
//   a=e                                   names the match for the message
//   -> Kind   ->? Kind   ->>              what it makes; only if there are several parts; the kind of the last part
//   {action ... "message"}                reports; the actions are in ErrorParser.swift

let errorGrammarText = #"""
file := statements? END
eval := expressions NEWLINE* END
interactive := compound NEWLINE | simples | NEWLINE | END
functype := '(' typeExpressions? ')' '->' expression NEWLINE* END
statements := statement+
statement := compound | simples
simples := simple !';' NEWLINE | ';'%simple ';'? NEWLINE
simple @:= assignment | &"type" typeAlias | &('import'|'from') importStmt | starExpressions | &'return' returnStmt | &'raise' raiseStmt
  | 'pass' | &'del' delStmt | &'yield' yieldExpr | &'assert' assertStmt | 'break' | 'continue' | &'global' globalStmt | &'nonlocal' nonlocalStmt
compound := &('def'|'@'|'async') functionDef | &'if' ifStmt | &('class'|'@') classDef | &('with'|'async') withStmt
  | &('for'|'async') forStmt | &'try' tryStmt | &'while' whileStmt | matchStmt
assignment := NAME ':' expression ('=' annotatedRhs)?
  | ('(' singleTarget ')' | singleSubscriptAttribute) ':' expression ('=' annotatedRhs)?
  | (starTargets '=')+ annotatedRhs !'=' | singleTarget augAssign ~ annotatedRhs | badAssignment
annotatedRhs := yieldExpr | starExpressions
augAssign := '+='|'-='|'*='|'@='|'/='|'%='|'&='|'|='|'^='|'<<='|'>>='|'**='|'//='
returnStmt := 'return' starExpressions?
raiseStmt := 'raise' expression 'from' expression | 'raise' expression | 'raise'
globalStmt := 'global' ','%NAME
nonlocalStmt := 'nonlocal' ','%NAME
delStmt := 'del' delTargets &(';'|NEWLINE) | badDel
assertStmt := 'assert' expression (',' expression)?
importStmt @:= badImport | importName | importFrom
importName := 'import' ','%dottedAs
importFrom := 'from' ('.'|'...')* dotted 'import' importTargets | 'from' ('.'|'...')+ 'import' importTargets
importTargets := '(' importAsNames ','? ')' | importAsNames !',' | '*' | badImportTargets
importAsNames := ','%importAs
importAs := badImportAs | NAME ('as' NAME)?
dottedAs := badDottedAs | dotted ('as' NAME)?
dotted @:= NAME ('.' NAME)*
block @:= NEWLINE INDENT statements DEDENT | simples | badBlock
decorators := ('@' namedExpression NEWLINE)+
classDef := decorators classRaw | classRaw
classRaw := badClass | 'class' NAME typeParams? ('(' arguments? ')')? ':' block
functionDef := decorators functionRaw | functionRaw
functionRaw := badDef | 'def' NAME typeParams? '(' params? ')' ('->' expression)? ':' block
  | 'async' 'def' NAME typeParams? '(' params? ')' ('->' expression)? ':' block
params := badParams | parameters
parameters := slashNoDefault paramNoDefault* paramDefault* starEtc? | slashDefault paramDefault* starEtc?
  | paramNoDefault+ paramDefault* starEtc? | paramDefault+ starEtc? | starEtc
slashNoDefault := paramNoDefault+ '/' ',' | paramNoDefault+ '/' &')'
slashDefault := paramNoDefault* paramDefault+ '/' ',' | paramNoDefault* paramDefault+ '/' &')'
starEtc := badStarEtc | '*' paramNoDefault paramMaybe* kwds? | '*' paramStarAnnotation paramMaybe* kwds? | '*' ',' paramMaybe+ kwds? | kwds
kwds := badKwds | '**' paramNoDefault
paramNoDefault := param ',' | param &')'
paramStarAnnotation := NAME ':' starExpression ',' | NAME ':' starExpression &')'
paramDefault := param default ',' | param default &')'
paramMaybe := param default? ',' | param default? &')'
param := NAME (':' expression)? -> Arg
default := '=' expression | badDefault
ifStmt := badIf | 'if' namedExpression ':' block elifStmt | 'if' namedExpression ':' block elseBlock?
elifStmt := badElif | 'elif' namedExpression ':' block elifStmt | 'elif' namedExpression ':' block elseBlock?
elseBlock := badElse | 'else' &&':' block
whileStmt := badWhile | 'while' namedExpression ':' block elseBlock?
forStmt := badFor | 'for' starTargets 'in' ~ starExpressions ':' block elseBlock? | 'async' 'for' starTargets 'in' ~ starExpressions ':' block elseBlock?
  | badForTarget
withStmt := badWithIndent | 'with' '(' ','%withItem ','? ')' ':' block | 'with' ','%withItem ':' block
  | 'async' 'with' '(' ','%withItem ','? ')' ':' block | 'async' 'with' ','%withItem ':' block | badWith
withItem := expression 'as' starTarget &(','|')'|':') | badWithItem | expression
tryStmt := badTry | 'try' &&':' block finallyBlock | 'try' &&':' block exceptBlock+ elseBlock? finallyBlock?
  | 'try' &&':' block exceptStarBlock+ elseBlock? finallyBlock?
exceptBlock := badExceptIndent | 'except' expression ':' block | 'except' expression 'as' NAME ':' block | 'except' expressions ':' block
  | 'except' ':' block | badExcept
exceptStarBlock := badExceptStarIndent | 'except' '*' expression ':' block | 'except' '*' expression 'as' NAME ':' block
  | 'except' '*' expressions ':' block | badExceptStar
finallyBlock := badFinally | 'finally' &&':' block
matchStmt := "match" subject ':' NEWLINE INDENT caseBlock+ DEDENT | badMatch
subject := starNamed ',' starNameds? -> Tuple | namedExpression
caseBlock := badCase | "case" patterns guard? ':' block
guard := 'if' namedExpression
patterns := openSequence | pattern
pattern := asPattern | orPattern
asPattern := orPattern 'as' captureTarget -> Pattern | badAsPattern
orPattern := '|'%closedPattern -> Pattern
closedPattern @:= literalPattern | captureTarget | "_" | attr !('.'|'('|'=') | '(' pattern ')' | sequencePattern | mappingPattern | classPattern
literalPattern := signedNumber !('+'|'-') | complexNumber | strings | 'None' | 'True' | 'False'
literalExpr := signedNumber !('+'|'-') | complexNumber | &(STRING|FSTART|TSTART) strings | 'None' | 'True' | 'False'
complexNumber := signedNumber '+' imaginary | signedNumber '-' imaginary
imaginary := NUMBER
signedNumber := NUMBER | '+' NUMBER | '-' NUMBER
captureTarget := !"_" NAME !('.'|'('|'=') -> Pattern
attr @:= NAME ('.' NAME)+ -> Attribute
nameOrAttr @:= NAME ('.' NAME)* -> Attribute
sequencePattern := '[' maybeSequence? ']' | '(' openSequence? ')'
openSequence := maybeStar ',' maybeSequence?
maybeSequence := ','%maybeStar ','?
maybeStar := starPattern | pattern
starPattern @:= '*' captureTarget | '*' "_"
mappingPattern := '{' '}' | '{' doubleStarPattern ','? '}' | '{' itemsPattern ',' doubleStarPattern ','? '}' | '{' itemsPattern ','? '}'
itemsPattern := ','%keyValuePattern
keyValuePattern := (literalExpr | attr) ':' pattern
doubleStarPattern := '**' captureTarget
classPattern := nameOrAttr '(' ')' | nameOrAttr '(' positionalPatterns ','? ')' | nameOrAttr '(' keywordPatterns ','? ')'
  | nameOrAttr '(' positionalPatterns ',' keywordPatterns ','? ')' | badClassPattern
positionalPatterns := ','%pattern
keywordPatterns := ','%keywordPattern
keywordPattern := NAME '=' pattern
typeAlias := "type" NAME typeParams? '=' expression
typeParams := badTypeParams | '[' ','%typeParam ','? ']'
typeParam @:= NAME (':' expression)? ('=' expression)? | badTypeParam | '*' NAME ('=' starExpression)? | '**' NAME ('=' expression)?
expressions := expression (',' expression)+ ','? -> Tuple | expression ',' -> Tuple | expression
expression @:= badExpression | badLegacy | ifExpression | disjunction | lambda
ifExpression := disjunction 'if' disjunction 'else' expression -> IfExp
yieldExpr := 'yield' 'from' expression -> Yield | 'yield' starExpressions? -> Yield
starExpressions := starExpression (',' starExpression)+ ','? -> Tuple | starExpression ',' -> Tuple | starExpression
starExpression @:= '*' bitOr -> Starred | expression
starNameds := ','%starNamed ','?
starNamed := '*' bitOr -> Starred | namedExpression
assignmentExpression := NAME ':=' ~ expression -> NamedExpr
namedExpression := assignmentExpression | badNamed | expression !':='
disjunction @:= conjunction ('or' conjunction)* ->? BoolOp
conjunction @:= inversion ('and' inversion)* ->? BoolOp
inversion @:= 'not' inversion -> UnaryOp | comparison
comparison := bitOr compareRest* ->? Compare
compareRest := '==' bitOr -> CompareOther | notEqual bitOr -> CompareOther | '<=' bitOr -> CompareOther | '<' bitOr -> CompareOther
  | '>=' bitOr -> CompareOther | '>' bitOr -> CompareOther | 'not' 'in' bitOr -> CompareOther | 'in' bitOr -> CompareIn
  | 'is' 'not' bitOr -> CompareOther | 'is' bitOr -> CompareOther
notEqual := a='!=' {flufl a}
bitOr @:= bitXor ('|' bitXor)* ->? BinOp
bitXor @:= bitAnd ('^' bitAnd)* ->? BinOp
bitAnd @:= shift ('&' shift)* ->? BinOp
shift @:= shiftFirst (('<<'|'>>') sum)* ->? BinOp
shiftFirst := badArithmetic | sum
sum @:= term (('+'|'-') term)* ->? BinOp
term @:= termFirst (('*'|'/'|'//'|'%'|'@') factor)* ->? BinOp
termFirst := badFactor | factor
factor @:= '+' factor -> UnaryOp | '-' factor -> UnaryOp | '~' factor -> UnaryOp | power
power := awaitPrimary '**' factor -> BinOp | awaitPrimary
awaitPrimary @:= 'await' primary -> Await | primary
primary @:= atom trailer* ->>
trailer := '.' NAME -> Attribute | genexp -> Call | '(' arguments? ')' -> Call | '[' slices ']' -> Subscript
slices := slice !',' | ','%(slice | starredExpression) ','? -> Tuple
slice := expression? ':' expression? (':' expression?)? -> Slice | namedExpression
atom := NAME -> Name | 'True' -> True | 'False' -> False | 'None' -> None | &(STRING|FSTART|TSTART) strings | NUMBER -> Literal
  | &'(' (tuple | group | genexp) | &'[' (list | listcomp) | &'{' (dict | set | dictcomp | setcomp) | '...' -> Ellipsis
group := '(' (yieldExpr | namedExpression) ')' | badGroup
lambda := 'lambda' lambdaParams? ':' expression -> Lambda
lambdaParams := badLambdaParams | lambdaParameters
lambdaParameters := lslashNoDefault lparamNoDefault* lparamDefault* lstarEtc? | lslashDefault lparamDefault* lstarEtc?
  | lparamNoDefault+ lparamDefault* lstarEtc? | lparamDefault+ lstarEtc? | lstarEtc
lslashNoDefault := lparamNoDefault+ '/' ',' | lparamNoDefault+ '/' &':'
lslashDefault := lparamNoDefault* lparamDefault+ '/' ',' | lparamNoDefault* lparamDefault+ '/' &':'
lstarEtc := badLambdaStarEtc | '*' lparamNoDefault lparamMaybe* lkwds? | '*' ',' lparamMaybe+ lkwds? | lkwds
lkwds := badLambdaKwds | '**' lparamNoDefault
lparamNoDefault := lparam ',' | lparam &':'
lparamDefault := lparam default ',' | lparam default &':'
lparamMaybe := lparam default? ',' | lparam default? &':'
lparam := NAME -> Arg
fmiddle := ffield | FMID
ffield := '{' annotatedRhs '='? fconversion? fspec? '}' | badFField
fconversion := '!' NAME
fspec := ':' fspecPart*
fspecPart := FMID | ffield
fstring := FSTART fmiddle* FEND -> JoinedStr
tmiddle := tfield | TMID
tfield := '{' annotatedRhs '='? fconversion? tspec? '}' | badTField
tspec := ':' tspecPart*
tspecPart := TMID | tfield
tstring @:= TSTART tmiddle* TEND -> TemplateStr
string := STRING -> Literal
strings @:= badStringMix | (fstring | string)+ -> Strings | tstring+ -> TemplateStr
list := '[' starNameds? ']' -> List
tuple := '(' (starNamed ',' starNameds?)? ')' -> Tuple
set := '{' starNameds '}' -> Set
dict := '{' pairs? '}' -> Dict | '{' badPairs '}'
pairs := ','%pair ','?
pair := '**' bitOr | keyValue
keyValue := expression ':' expression
forIfs := forIf+
forIf := 'async' 'for' starTargets 'in' ~ disjunction ('if' disjunction)* | 'for' starTargets 'in' ~ disjunction ('if' disjunction)*
  | badForIf | badForTarget
listcomp := '[' namedExpression forIfs ']' -> ListComp | badComprehension
setcomp := '{' namedExpression forIfs '}' -> SetComp | badComprehension
genexp := '(' (assignmentExpression | expression !':=') forIfs ')' -> GeneratorExp | badComprehension
dictcomp := '{' keyValue forIfs '}' -> DictComp | badDictComp
arguments @:= args ','? &')' | badArguments
args := ','%(starredExpression | (assignmentExpression | expression !':=') !'=') (',' kwargs)? -> Args | kwargs -> Args
kwargs := ','%kwOrStarred ',' ','%kwOrDouble | ','%kwOrStarred | ','%kwOrDouble
starredExpression := badUnpacking | '*' expression -> Starred | badStarred
kwOrStarred := badKwarg | NAME '=' expression -> Keyword | starredExpression
kwOrDouble := badKwarg | NAME '=' expression -> Keyword | '**' expression -> KeywordUnpack
starTargets := starTarget !',' | starTarget (',' starTarget)* ','? -> Tuple
starTargetsList := ','%starTarget ','?
starTargetsTuple := starTarget (',' starTarget)+ ','? | starTarget ','
starTarget @:= '*' !'*' starTarget -> Starred | targetStarAtom
targetStarAtom @:= tPrimary '.' NAME !tLook -> Attribute | tPrimary '[' slices ']' !tLook -> Subscript | starAtom
starAtom := NAME -> Name | '(' targetStarAtom ')' | '(' starTargetsTuple? ')' -> Tuple | '[' starTargetsList? ']' -> List
singleTarget := singleSubscriptAttribute | NAME -> Name | '(' singleTarget ')'
singleSubscriptAttribute := tPrimary '.' NAME !tLook -> Attribute | tPrimary '[' slices ']' !tLook -> Subscript
tPrimary @:= atom &tLook tTrailer*
tTrailer := '.' NAME &tLook | '[' slices ']' &tLook | genexp &tLook | '(' arguments? ')' &tLook
tLook := '(' | '[' | '.'
delTargets := ','%delTarget ','?
delTarget @:= tPrimary '.' NAME !tLook | tPrimary '[' slices ']' !tLook | delAtom
delAtom := NAME | '(' delTarget ')' | '(' delTargets? ')' | '[' delTargets? ']'
typeExpressions := ','%expression ',' '*' expression ',' '**' expression | ','%expression ',' '*' expression | ','%expression ',' '**' expression
  | '*' expression ',' '**' expression | '*' expression | '**' expression | ','%expression
badArguments := (','%(starredExpression | (assignmentExpression | expression !':=') !'=') ',' kwargs | kwargs) a=',' ','%(starredExpression !'=') {from a "iterable argument unpacking follows keyword argument unpacking"}
  | a=expression b=forIfs ',' (args | expression forIfs)? {range a b "Generator expression must be parenthesized"}
  | a=NAME b='=' expression forIfs {range a b "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"}
  | (args ',')? a=NAME b='=' &(','|')') {range a b "expected argument value expression"}
  | a=args b=forIfs {nonparenthesized a b}
  | args ',' a=expression b=forIfs {range a b "Generator expression must be parenthesized"}
  | a=args ',' args {positionalAfterKeyword a}
badKwarg := a=('True'|'False'|'None') b='=' {rangeToken a b "cannot assign to %s"}
  | a=NAME b='=' expression forIfs {range a b "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"}
  | !(NAME '=') a=expression b='=' {range a b "expression cannot contain assignment, perhaps you meant \"==\"?"}
  | a='**' expression '=' b=expression {range a b "cannot assign to keyword argument unpacking"}
plainExpression := disjunction 'if' disjunction 'else' expression -> IfExp | disjunction | lambda
badLegacy := a=NAME !'(' b=starExpressions {legacy a b}
badTypeParam := '*' NAME a=':' b=expression {boundFrom a b "TypeVarTuple"} | '**' NAME a=':' b=expression {boundFrom a b "ParamSpec"}
badExpression := STRING a=(!STRING plainExpression)+ STRING {range a a "invalid syntax. Is this intended to be part of the string?"}
  | !(NAME STRING | SOFTKEYWORD) a=disjunction b=plainExpression {missingComma a b}
  | a=disjunction 'if' b=disjunction !('else'|':') {range a b "expected 'else' after 'if' expression"}
  | a=disjunction 'if' b=disjunction 'else' !expression {next "expected expression after 'else', but statement is given"}
  | a=('pass'|'break'|'continue') 'if' b=disjunction 'else' simple {at a "expected expression before 'if', but statement is given"}
  | a='lambda' lambdaParams? b=':' &FMID {range a b "f-string: lambda expressions are not allowed without parentheses"}
  | a='lambda' lambdaParams? b=':' &TMID {range a b "t-string: lambda expressions are not allowed without parentheses"}
badNamed @:= a=expression ':=' expression {at a "cannot use assignment expressions with %s"}
  | a=NAME '=' b=bitOr !('='|':=') {range a b "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"}
  | !(list|tuple|genexp|'True'|'None'|'False') a=bitOr '=' bitOr !('='|':=') {at a "cannot assign to %s here. Maybe you meant '==' instead of '='?"}
badAssignment := a=badAnnotationTarget ':' expression {at a "only single target (not %s) can be annotated"}
  | a=starNamed ',' starNameds* ':' expression {at a "only single target (not tuple) can be annotated"}
  | a=expression ':' expression {at a "illegal target for annotation"}
  | (starTargets '=')* a=starExpressions '=' {target a}
  | (starTargets '=')* a=yieldExpr '=' {at a "assignment to yield expression not possible"}
  | a=starExpressions augAssign annotatedRhs {at a "'%s' is an illegal expression for augmented assignment"}
badAnnotationTarget := list | tuple | '(' badAnnotationTarget ')'
badDel := 'del' a=starExpressions {delTarget a}
badBlock := NEWLINE !INDENT {indent "expected an indented block"}
badComprehension := ('['|'('|'{') a=starredExpression forIfs {at a "iterable unpacking cannot be used in comprehension"}
  | ('['|'{') a=starNamed ',' b=starNameds forIfs {rangeLast a b "did you forget parentheses around the comprehension target?"}
  | ('['|'{') a=starNamed b=',' forIfs {range a b "did you forget parentheses around the comprehension target?"}
badDictComp := '{' a='**' bitOr forIfs '}' {at a "dict unpacking cannot be used in dict comprehension"}
badParams := a='/' ',' {at a "at least one argument must precede /"}
  | (slashNoDefault | slashDefault) paramMaybe* a='/' {at a "/ may appear only once"}
  | slashNoDefault? paramNoDefault* (slashDefault | paramDefault+) a=paramNoDefault {at a "parameter without a default follows parameter with a default"}
  | paramNoDefault* a='(' paramNoDefault+ ','? b=')' {range a b "Function parameters cannot be parenthesized"}
  | (slashNoDefault | slashDefault)? paramMaybe* '*' (',' | paramNoDefault) paramMaybe* a='/' {at a "/ must be ahead of *"}
  | paramMaybe+ '/' a='*' {at a "expected comma between / and *"}
badDefault := a='=' &(')'|',') {at a "expected default value expression"}
badStarEtc := a='*' (')' | ',' (')'|'**')) {at a "named arguments must follow bare *"}
  | '*' param a='=' {at a "var-positional argument cannot have default value"}
  | '*' (paramNoDefault | ',') paramMaybe* a='*' (paramNoDefault | ',') {at a "* argument may appear only once"}
badKwds := '**' param a='=' {at a "var-keyword argument cannot have default value"}
  | '**' param ',' a=param {at a "arguments cannot follow var-keyword argument"}
  | '**' param ',' a=('*'|'**'|'/') {at a "arguments cannot follow var-keyword argument"}
badLambdaParams := a='/' ',' {at a "at least one argument must precede /"}
  | (lslashNoDefault | lslashDefault) lparamMaybe* a='/' {at a "/ may appear only once"}
  | lslashNoDefault? lparamNoDefault* (lslashDefault | lparamDefault+) a=lparamNoDefault {at a "parameter without a default follows parameter with a default"}
  | lparamNoDefault* a='(' ','%lparam ','? b=')' {range a b "Lambda expression parameters cannot be parenthesized"}
  | (lslashNoDefault | lslashDefault)? lparamMaybe* '*' (',' | lparamNoDefault) lparamMaybe* a='/' {at a "/ must be ahead of *"}
  | lparamMaybe+ '/' a='*' {at a "expected comma between / and *"}
badLambdaStarEtc := '*' (':' | ',' (':'|'**')) {last "named arguments must follow bare *"}
  | '*' lparam a='=' {at a "var-positional argument cannot have default value"}
  | '*' (lparamNoDefault | ',') lparamMaybe* a='*' (lparamNoDefault | ',') {at a "* argument may appear only once"}
badLambdaKwds := '**' lparam a='=' {at a "var-keyword argument cannot have default value"}
  | '**' lparam ',' a=lparam {at a "arguments cannot follow var-keyword argument"}
  | '**' lparam ',' a=('*'|'**'|'/') {at a "arguments cannot follow var-keyword argument"}
badWithItem := expression 'as' a=expression &(','|')'|':') {target a}
badForIf := 'async'? 'for' bitOr (',' bitOr)* ','? !'in' {last "'in' expected after for-loop variables"}
badForTarget := 'async'? 'for' a=starExpressions {forTarget a}
badGroup := '(' a=starredExpression ')' {at a "cannot use starred expression here"}
  | '(' a='**' expression ')' {at a "cannot use double starred expression here"}
badImport := a='import' ','%dotted 'from' dotted {from a "Did you mean to use 'from ... import ...' instead?"}
  | 'import' a=NEWLINE {from a "Expected one or more names after 'import'"}
badDottedAs := dotted 'as' !(NAME (','|')'|';'|NEWLINE)) a=expression {at a "cannot use %s as import target"}
badImportAs := NAME 'as' !(NAME (','|')'|';'|NEWLINE)) a=expression {at a "cannot use %s as import target"}
badImportTargets := importAsNames ',' NEWLINE {last "trailing comma not allowed without surrounding parentheses"}
  | a=NEWLINE {from a "Expected one or more names after 'import'"}
badWith := 'async'? 'with' ','%(expression ('as' starTarget)?) NEWLINE {last "expected ':'"}
  | 'async'? 'with' '(' ','%(expressions ('as' starTarget)?) ','? ')' NEWLINE {last "expected ':'"}
badWithIndent := 'async'? a='with' ','%(expression ('as' starTarget)?) ':' NEWLINE !INDENT {indent a "expected an indented block after 'with' statement on line %d"}
  | 'async'? a='with' '(' ','%(expressions ('as' starTarget)?) ','? ')' ':' NEWLINE !INDENT {indent a "expected an indented block after 'with' statement on line %d"}
badTry := a='try' ':' NEWLINE !INDENT {indent a "expected an indented block after 'try' statement on line %d"}
  | 'try' ':' block !('except'|'finally') {last "expected 'except' or 'finally' block"}
  | 'try' ':' block* exceptBlock+ a='except' b='*' expression ('as' NAME)? ':' {range a b "cannot have both 'except' and 'except*' on the same 'try'"}
  | 'try' ':' block* exceptStarBlock+ a='except' (expression ('as' NAME)?)? ':' {at a "cannot have both 'except' and 'except*' on the same 'try'"}
badExcept := 'except' a=expression ',' expressions 'as' NAME ':' {from a "multiple exception types must be parenthesized when using 'as'"}
  | 'except' expression ('as' NAME)? NEWLINE {last "expected ':'"}
  | 'except' NEWLINE {last "expected ':'"}
  | 'except' expression 'as' a=expression ':' block {at a "cannot use except statement with %s"}
badExceptStar := 'except' '*' a=expression ',' expressions 'as' NAME ':' {from a "multiple exception types must be parenthesized when using 'as'"}
  | 'except' '*' expression ('as' NAME)? NEWLINE {last "expected ':'"}
  | 'except' '*' (NEWLINE | ':') {last "expected one or more exception types"}
  | 'except' '*' expression 'as' a=expression ':' block {at a "cannot use except* statement with %s"}
badFinally := a='finally' ':' NEWLINE !INDENT {indent a "expected an indented block after 'finally' statement on line %d"}
badExceptIndent := a='except' expression ('as' NAME)? ':' NEWLINE !INDENT {indent a "expected an indented block after 'except' statement on line %d"}
  | a='except' ':' NEWLINE !INDENT {indent a "expected an indented block after 'except' statement on line %d"}
badExceptStarIndent := a='except' '*' expression ('as' NAME)? ':' NEWLINE !INDENT {indent a "expected an indented block after 'except*' statement on line %d"}
badMatch := "match" subject NEWLINE {last "expected ':'"}
  | a="match" subject ':' NEWLINE !INDENT {indent a "expected an indented block after 'match' statement on line %d"}
badCase := "case" patterns guard? NEWLINE {last "expected ':'"}
  | a="case" patterns guard? ':' NEWLINE !INDENT {indent a "expected an indented block after 'case' statement on line %d"}
badAsPattern := orPattern 'as' a="_" {at a "cannot use '_' as a target"}
  | orPattern 'as' a=expression {at a "cannot use %s as pattern target"}
badClassPattern := nameOrAttr '(' (positionalPatterns ',')? keywordPatterns ',' a=positionalPatterns {range a a "positional patterns follow keyword patterns"}
badIf := 'if' namedExpression NEWLINE {last "expected ':'"}
  | a='if' namedExpression ':' NEWLINE !INDENT {indent a "expected an indented block after 'if' statement on line %d"}
badElif := 'elif' namedExpression NEWLINE {last "expected ':'"}
  | a='elif' namedExpression ':' NEWLINE !INDENT {indent a "expected an indented block after 'elif' statement on line %d"}
badElse := a='else' ':' NEWLINE !INDENT {indent a "expected an indented block after 'else' statement on line %d"}
  | 'else' ':' block 'elif' {last "'elif' block follows an 'else' block"}
badWhile := 'while' namedExpression NEWLINE {last "expected ':'"}
  | a='while' namedExpression ':' NEWLINE !INDENT {indent a "expected an indented block after 'while' statement on line %d"}
badFor := 'async'? 'for' starTargets 'in' starExpressions NEWLINE {last "expected ':'"}
  | 'async'? a='for' starTargets 'in' starExpressions ':' NEWLINE !INDENT {indent a "expected an indented block after 'for' statement on line %d"}
badDef := 'async'? a='def' NAME typeParams? '(' params? ')' ('->' expression)? ':' NEWLINE !INDENT {indent a "expected an indented block after function definition on line %d"}
  | 'async'? 'def' NAME typeParams? &&'(' params? ')' ('->' expression)? &&':' block
badClass := 'class' NAME typeParams? ('(' arguments? ')')? NEWLINE {last "expected ':'"}
  | a='class' NAME typeParams? ('(' arguments? ')')? ':' NEWLINE !INDENT {indent a "expected an indented block after class definition on line %d"}
badPairs := ','%pair ',' badPair
  | expression ':' a='*' bitOr {from a "cannot use a starred expression in a dictionary value"}
  | expression a=':' &('}'|',') {at a "expression expected after dictionary key and ':'"}
badPair := a=expression !':' {afterKey a "':' expected after dictionary key"}
  | expression ':' a='*' bitOr {from a "cannot use a starred expression in a dictionary value"}
  | expression a=':' &('}'|',') {at a "expression expected after dictionary key and ':'"}
badUnpacking := a='*' expression '=' b=expression {range a b "cannot assign to iterable argument unpacking"}
badStarred := '*' {last "Invalid star expression"}
badFField := '{' a='=' {at a "f-string: valid expression required before '='"} | '{' a='!' {at a "f-string: valid expression required before '!'"}
  | '{' a=':' {at a "f-string: valid expression required before ':'"} | '{' a='}' {at a "f-string: valid expression required before '}'"}
  | '{' !annotatedRhs {next "f-string: expecting a valid expression after '{'"}
  | '{' annotatedRhs !('='|'!'|':'|'}') {next "f-string: expecting '=', or '!', or ':', or '}'"}
  | '{' annotatedRhs '=' !('!'|':'|'}') {next "f-string: expecting '!', or ':', or '}'"}
  | '{' annotatedRhs '='? badFConversion
  | '{' annotatedRhs '='? ('!' NAME)? !(':'|'}') {next "f-string: expecting ':' or '}'"}
  | '{' annotatedRhs '='? ('!' NAME)? ':' fspecPart* !'}' {next "f-string: expecting '}', or format specs"}
  | '{' annotatedRhs '='? ('!' NAME)? !'}' {next "f-string: expecting '}'"}
badFConversion := '!' &(':'|'}') {next "f-string: missing conversion character"} | '!' !NAME {next "f-string: invalid conversion character"}
badTField := '{' a='=' {at a "t-string: valid expression required before '='"} | '{' a='!' {at a "t-string: valid expression required before '!'"}
  | '{' a=':' {at a "t-string: valid expression required before ':'"} | '{' a='}' {at a "t-string: valid expression required before '}'"}
  | '{' !annotatedRhs {next "t-string: expecting a valid expression after '{'"}
  | '{' annotatedRhs !('='|'!'|':'|'}') {next "t-string: expecting '=', or '!', or ':', or '}'"}
  | '{' annotatedRhs '=' !('!'|':'|'}') {next "t-string: expecting '!', or ':', or '}'"}
  | '{' annotatedRhs '='? badTConversion
  | '{' annotatedRhs '='? ('!' NAME)? !(':'|'}') {next "t-string: expecting ':' or '}'"}
  | '{' annotatedRhs '='? ('!' NAME)? ':' tspecPart* !'}' {next "t-string: expecting '}', or format specs"}
  | '{' annotatedRhs '='? ('!' NAME)? !'}' {next "t-string: expecting '}'"}
badTConversion := '!' &(':'|'}') {next "t-string: missing conversion character"} | '!' !NAME {next "t-string: invalid conversion character"}
badStringMix := a=(fstring | string)+ b=tstring {rangeLastOf a b "cannot mix t-string literals with string or bytes literals"}
  | a=tstring+ b=(fstring | string) {rangeLastOf a b "cannot mix t-string literals with string or bytes literals"}
badArithmetic := sum ('+'|'-'|'*'|'/'|'%'|'//'|'@') a='not' b=inversion {range a b "'not' after an operator must be parenthesized"}
badFactor := ('+'|'-'|'~') a='not' b=factor {range a b "'not' after an operator must be parenthesized"}
badTypeParams := '[' a=']' {from a "Type parameter list cannot be empty"}
"""#
