enum TypingTypes { nonisolated(unsafe) static var typeAlias = TypeRef() }
