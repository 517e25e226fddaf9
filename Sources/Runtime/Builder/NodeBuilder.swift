/// Makes nodes from syntax.
struct NodeBuilder {
    let code: Code
    init(_ c: Code) { code = c }
    func build() throws(Raise) {}
}
