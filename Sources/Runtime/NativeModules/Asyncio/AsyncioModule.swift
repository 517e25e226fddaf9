/// The members of `_asyncio`.
enum AsyncioMembers {
    static func future(_ t: TypeRef) {
        typealias Mark = FutureObject.Mark
        t.special("__repr__", "($self, /)") { a throws(Raise) in
            let task = FutureObject.isTask(a[0])
            return try Call.call(try AsyncioState.attribute(task ? "asyncio.base_tasks" : "asyncio.base_futures", task ? "_task_repr" : "_future_repr"), a[0])
        }
        t.special("__iter__", "($self, /)") { a throws(Raise) in try FutureObject(a[0]).checkAlive(); return FutureIterator.make(a[0]) }
        t.special("__await__", "($self, /)") { a throws(Raise) in try FutureObject(a[0]).checkAlive(); return FutureIterator.make(a[0]) }
        let del = t.special("__del__", "($self, /)") { a throws(Raise) in try FutureObject(a[0]).finalize(); return .none }
        if t == FutureObject.taskType { FutureObject.taskDel = del } else { FutureObject.futureDel = del }
        t.method("result", "($self, /)", effect: .writes) { a throws(Raise) in try FutureObject(a[0]).getResult() }
        t.method("exception", "($self, /)", effect: .writes) { a throws(Raise) in
            let f = FutureObject(a[0])
            if !f.isAlive { throw AsyncioState.invalidState("Future object is not initialized.") }
            switch f.state {
            case .cancelled: throw Errors.raise(try f.makeCancelledError())
            case .pending: throw AsyncioState.invalidState("Exception is not set.")
            case .finished: f.mark(Mark.logTraceback, false); return f.exception.orNone
            }
        }
        t.method("add_done_callback", "($self, fn, /, *, context=<unrepresentable>)") { a throws(Raise) in
            try FutureObject(a[0]).checkAlive()
            try FutureObject(a[0]).addCallback(a[1], a.has(2) ? a[2] : ContextVariables.copy(ContextVariables.current()))
            return .none
        }
        t.method("remove_done_callback", "($self, fn, /)") { a throws(Raise) in
            try FutureObject(a[0]).checkAlive()
            if a[0].ref.value(3).isUnbound { return Value(int: 0) }
            let kept = ListRef.allocate(), old = FutureObject(a[0]).callbacks(), n = old.count
            var i = 0
            while i < old.count {
                if !(try Operations.isEqual(TupleRef(old[i])[0], a[1])) { kept.append(old[i]) }
                i += 1
            }
            a[0].ref.set(3, kept.count == 0 ? .unbound : kept.value)
            return Value(int: n - kept.count)
        }
        t.method("cancelled", "($self, /)", effect: .reads) { a throws(Raise) in Value(bool: FutureObject(a[0]).isAlive && FutureObject(a[0]).state == .cancelled) }
        t.method("done", "($self, /)", effect: .reads) { a throws(Raise) in Value(bool: FutureObject(a[0]).isAlive && FutureObject(a[0]).state != .pending) }
        t.method("get_loop", "($self, /)", effect: .reads) { a throws(Raise) in try FutureObject(a[0]).checkAlive(); return FutureObject(a[0]).loop }
        t.method("_make_cancelled_error", "($self, /)") { a throws(Raise) in try FutureObject(a[0]).makeCancelledError() }
        t.classMethod("__class_getitem__", "($type, object, /)") { a throws(Raise) in GenericAlias.make(a[0], a[1]) }
        t.getter("_state") { o throws(Raise) in try FutureObject(o).checkAlive(); return StrRef.intern(["PENDING", "CANCELLED", "FINISHED"][FutureObject(o).state.rawValue]) }
        t.getter("_asyncio_future_blocking", set: { o, v throws(Raise) in FutureObject(o).mark(Mark.blocking, try Operations.isTrue(v)) }) { o throws(Raise) in
            Value(bool: FutureObject(o).isAlive && FutureObject(o).has(Mark.blocking))
        }
        t.getter("_loop") { o throws(Raise) in FutureObject(o).loop.orNone }
        t.getter("_callbacks") { o throws(Raise) in o.ref.value(3).isUnbound ? Value.none : try Operations.list(FutureObject(o).callbacks().value).value }
        t.getter("_result") { o throws(Raise) in FutureObject(o).result.orNone }
        t.getter("_exception") { o throws(Raise) in FutureObject(o).exception.orNone }
        t.getter("_source_traceback") { o throws(Raise) in FutureObject(o).sourceTraceback.orNone }
        t.getter("_cancel_message", set: { o, v throws(Raise) in FutureObject(o).cancelMessage = v }) { o throws(Raise) in FutureObject(o).cancelMessage.orNone }
        t.getter("_asyncio_awaited_by") { o throws(Raise) in try FutureObject(o).awaiters() }
        t.getter("_log_traceback", set: { o, v throws(Raise) in
            if try Operations.isTrue(v) { throw Errors.valueError("_log_traceback can only be set to False") }
            FutureObject(o).mark(Mark.logTraceback, false)
        }) { o throws(Raise) in Value(bool: FutureObject(o).has(Mark.logTraceback)) }
    }
    static func plainFuture(_ t: TypeRef) {
        t.new("($type, *args, **kwargs)", ignoring: true) { a throws(Raise) in Value(Instance.allocate(TypeRef(a[0].ref))) }
        t.special("__init__", "($self, /, *, loop=None)") { a throws(Raise) in try FutureObject(a[0]).initialize(loop: a[1]); return .none }
        t.method("set_result", "($self, result, /)") { a throws(Raise) in
            try FutureObject(a[0]).checkAlive(); try FutureObject(a[0]).setResult(a[1]); return .none
        }
        t.method("set_exception", "($self, exception, /)") { a throws(Raise) in
            try FutureObject(a[0]).checkAlive(); try FutureObject(a[0]).setException(a[1]); return .none
        }
        t.method("cancel", "($self, /, msg=None)") { a throws(Raise) in
            try FutureObject(a[0]).checkAlive()
            return Value(bool: try FutureObject(a[0]).cancelFuture(a[1]))
        }
    }
    static func task(_ t: TypeRef) {
        typealias Mark = FutureObject.Mark
        t.special("__init__", "($self, /, coro, *, loop=None, name=None, context=None, eager_start=False)") { a throws(Raise) in
            try TaskObject.initialize(FutureObject(a[0]), coroutine: a[1], loop: a[2], name: a[3], context: a[4], eager: a[5])
            return .none
        }
        t.method("set_result", "($self, result, /)") { a throws(Raise) in throw Errors.runtimeError("Task does not support set_result operation") }
        t.method("set_exception", "($self, exception, /)") { a throws(Raise) in throw Errors.runtimeError("Task does not support set_exception operation") }
        t.method("cancel", "($self, /, msg=None)") { a throws(Raise) in Value(bool: try TaskObject.cancelTask(FutureObject(a[0]), a[1])) }
        t.method("cancelling", "($self, /)") { a throws(Raise) in Value(int: FutureObject(a[0]).cancelRequests) }
        t.method("uncancel", "($self, /)") { a throws(Raise) in
            let f = FutureObject(a[0])
            if f.cancelRequests > 0 {
                f.cancelRequests -= 1
                if f.cancelRequests == 0 { f.mark(Mark.mustCancel, false) }
            }
            return Value(int: f.cancelRequests)
        }
        t.method("get_stack", "($self, /, *, limit=None)") { a throws(Raise) in
            try Call.call(try AsyncioState.attribute("asyncio.base_tasks", "_task_get_stack"), a[0], a[1])
        }
        t.method("print_stack", "($self, /, *, limit=None, file=None)") { a throws(Raise) in
            try Call.call(try AsyncioState.attribute("asyncio.base_tasks", "_task_print_stack"), a[0], a[1], a[2])
        }
        t.method("get_name", "($self, /)") { a throws(Raise) in FutureObject(a[0]).taskName }
        t.method("set_name", "($self, value, /)") { a throws(Raise) in FutureObject(a[0]).name = a[1].isExactly(Types.str) ? a[1] : try Operations.str(a[1]); return .none }
        t.method("get_coro", "($self, /)") { a throws(Raise) in FutureObject(a[0]).coroutine.orNone }
        t.method("get_context", "($self, /)") { a throws(Raise) in FutureObject(a[0]).context.orNone }
        t.getter("_log_destroy_pending", set: { o, v throws(Raise) in FutureObject(o).mark(Mark.logDestroyPending, try Operations.isTrue(v)) }) { o throws(Raise) in
            Value(bool: FutureObject(o).has(Mark.logDestroyPending))
        }
        t.getter("_must_cancel") { o throws(Raise) in Value(bool: FutureObject(o).has(Mark.mustCancel)) }
        t.getter("_coro") { o throws(Raise) in FutureObject(o).coroutine.orNone }
        t.getter("_fut_waiter") { o throws(Raise) in FutureObject(o).waiter.orNone }
        // A task is woken by a callback that shows as Task.task_wakeup and is no attribute.
        TaskObject.wakeupDescriptor = t.method("task_wakeup", "($self, fut, /)") { a throws(Raise) in try TaskObject.wakeUp(FutureObject(a[0]), a[1]); return .none }
        _ = t.dict.remove(name: StrRef.intern("task_wakeup"))
        let s = TypeFactory.make("TaskStepMethWrapper", module: "_asyncio", size: 32, layout: .fields(2, 4))
        TaskObject.stepType = s
        s.special("__call__", "($self, /)") { a throws(Raise) in
            try TaskObject.step(FutureObject(a[0].ref.value(2)), a[0].ref.value(3))
            return .none
        }
        s.getter("__self__") { o throws(Raise) in o.ref.value(2) }
    }
}
extension NativeModule {
    static let asyncio = NativeModule("_asyncio") { m throws(Raise) in
        AsyncioState.start()
        if FutureObject.futureType.raw == 0 {
            let f = TypeFactory.make("Future", module: "_asyncio", size: FutureObject.size, layout: .fields(2, 12), subclassable: true, hasDict: true)
            FutureObject.futureType = f
            f.allowWeakReferences()
            _ = f.dict.remove(name: Names.__dict__)
            FutureIterator.define()
            AsyncioMembers.future(f); AsyncioMembers.plainFuture(f)
            let t = TypeFactory.make("Task", module: "_asyncio", base: f, size: FutureObject.taskSize, layout: .fields(2, 17), subclassable: true)
            FutureObject.taskType = t
            t.allowWeakReferences()
            Heap.addRoot(&TaskObject.wakeupDescriptor)
            AsyncioMembers.future(t); AsyncioMembers.task(t)
        }
        m.type(FutureObject.futureType); m.type(FutureObject.taskType)
        m.function("get_event_loop", "()") { a throws(Raise) in try AsyncioState.eventLoop() }
        m.function("get_running_loop", "()", effect: .reads) { a throws(Raise) in try AsyncioState.runningLoop() }
        m.function("_get_running_loop", "()", effect: .reads) { a throws(Raise) in thread.pointee.runningLoop.orNone }
        m.function("_set_running_loop", "(loop, /)") { a throws(Raise) in thread.pointee.runningLoop = a[0].isNone ? .unbound : a[0]; return .none }
        m.function("current_task", "(loop=None)", effect: .closed) { a throws(Raise) in try AsyncioState.currentTask(a[0]) }
        m.function("all_tasks", "(loop=None)") { a throws(Raise) in try AsyncioState.allTasks(a[0].isNone ? try AsyncioState.runningLoop() : a[0]) }
        m.function("_register_task", "(task)") { a throws(Raise) in try AsyncioState.register(a[0]); return .none }
        m.function("_unregister_task", "(task)") { a throws(Raise) in try AsyncioState.unregister(a[0]); return .none }
        m.function("_register_eager_task", "(task)") { a throws(Raise) in try AsyncioState.registerEager(a[0]); return .none }
        m.function("_unregister_eager_task", "(task)") { a throws(Raise) in try AsyncioState.unregisterEager(a[0]); return .none }
        m.function("_enter_task", "(loop, task)") { a throws(Raise) in try AsyncioState.enter(a[0], a[1]); return .none }
        m.function("_leave_task", "(loop, task)") { a throws(Raise) in try AsyncioState.leave(a[0], a[1]); return .none }
        m.function("_swap_current_task", "(loop, task)") { a throws(Raise) in try AsyncioState.swap(a[0], a[1]) }
        m.function("future_add_to_awaited_by", "(fut, waiter, /)", effect: .closed) { a throws(Raise) in
            if FutureObject.isFuture(a[0]) && FutureObject.isFuture(a[1]) { try FutureObject(a[0]).addAwaiter(a[1]) }
            return .none
        }
        m.function("future_discard_from_awaited_by", "(fut, waiter, /)", effect: .closed) { a throws(Raise) in
            if FutureObject.isFuture(a[0]) && FutureObject.isFuture(a[1]) { try FutureObject(a[0]).discardAwaiter(a[1]) }
            return .none
        }
    }
}
