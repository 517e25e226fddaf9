public func analyze(_ tree: SyntaxTree) throws(SyntaxFailure) -> [SyntaxWarningRecord] { [] }
