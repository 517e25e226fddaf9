extension Analyzer {
    func check() throws(AnalysisStop) {}
}
