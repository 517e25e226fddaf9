import Primitives

/// A reference without counts, to something that is kept alive elsewhere: how nodes hold their children.
typealias Borrowed<T: AnyObject> = BorrowedReference<T>
