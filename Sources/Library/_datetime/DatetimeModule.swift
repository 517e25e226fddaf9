import Runtime

extension NativeModule {
    /// (Modules/_datetimemodule.c)
    public static let datetime = NativeModule("_datetime", doc: "Fast implementation of the datetime module.") { m throws(Raise) in
        typealias D = DateTimes
        D.timedelta = D.type("timedelta", 6, .opaque)
        D.date = D.type("date", 4, .opaque)
        D.time = D.type("time", 6, .fields(5, 6))
        D.datetime = D.type("datetime", 7, .fields(6, 7), base: D.date)
        D.tzinfo = D.type("tzinfo", 2, .opaque)
        D.timezone = D.type("timezone", 4, .fields(2, 4), base: D.tzinfo, subclassable: false)
        D.isoDate = .define("IsoCalendarDate", module: "datetime", fields: ["year", "week", "weekday"])
        D.isoDate.type.method("__reduce__", "($self, /)") { a throws(Raise) in
            TupleRef.make(Types.tuple.value, TupleRef.make(TupleRef.make(TupleRef(a[0]).items, 3)))
        }
        TimeDelta.define(); DateRef.define(); TimeRef.define(); DateTimeRef.define(); TimeZones.defineBase()
        try TimeZones.define()
        D.timedelta.constant("min", try TimeDelta.make(-TimeDelta.maxDays, 0, 0))
        D.timedelta.constant("max", try TimeDelta.make(TimeDelta.maxDays, 86399, 999_999))
        let micro = try TimeDelta.make(0, 0, 1)
        D.timedelta.constant("resolution", micro)
        D.date.constant("min", DateRef.make(1, 1, 1)); D.date.constant("max", DateRef.make(9999, 12, 31)); D.date.constant("resolution", try TimeDelta.make(1, 0, 0))
        let last = Clock(23, 59, 59, 999_999)
        D.time.constant("min", TimeRef.make(Clock(), .unbound, 0)); D.time.constant("max", TimeRef.make(last, .unbound, 0)); D.time.constant("resolution", micro)
        D.datetime.constant("min", DateTimeRef.make(1, 1, 1, Clock(), .unbound, 0)); D.datetime.constant("max", DateTimeRef.make(9999, 12, 31, last, .unbound, 0))
        D.datetime.constant("resolution", micro)
        for t in [D.timedelta, D.date, D.time, D.datetime, D.tzinfo, D.timezone] { m.type(t) }
        m.int("MINYEAR", 1); m.int("MAXYEAR", 9999)
        m.constant("UTC", D.utc)
    }
}
