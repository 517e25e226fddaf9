import TraceIR
import TraceCompiler

/// The dump as JSON, and the page that shows it: no script or style from elsewhere.
enum TracePage {
    private static func q(_ s: String) -> String {
        var out = "\""
        for c in s.unicodeScalars {
            switch c {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            // (Also so that no text can end the script that it stands in.)
            case "<": out += "\\u003c"
            default:
                if c.value < 32 || c.value == 0x2028 || c.value == 0x2029 { let h = String(c.value, radix: 16); out += "\\u" + String(repeating: "0", count: 4 - h.count) + h }
                else { out.unicodeScalars.append(c) }
            }
        }
        return out + "\""
    }
    private static func list(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }
    private static func object(_ items: [(String, String)]) -> String { "{" + items.map { q($0.0) + ":" + $0.1 }.joined(separator: ",") + "}" }

    static var json: String {
        var places: [Int32: Insight.Place] = [:]
        func use(_ s: Int32) -> String { if let p = TraceDump.place(s) { places[s] = p }; return "\(s)" }
        let traces = TraceDump.entries.map { e -> String in
            let h = e.history, t = e.trace.trace, p = TracePrinter(t)
            let code = (0..<e.machine.lines.count).map { k -> String in
                let l = e.machine.lines[k], s = t.snapshot(of: t.instructions[k]), x = s >= 0 ? Int(e.trace.exitNumbers[s]) : -1
                return object([("ir", q(p.line(k))), ("source", use(k < h.sources.count ? h.sources[k] : -1)), ("place", q(l.place)), ("address", q(String(l.address, radix: 16))), ("bytes", q(l.bytes)), ("exit", "\(x)")])
            }
            let exits = (0..<t.snapshots.count).compactMap { s -> String? in
                let x = Int(e.trace.exitNumbers[s])
                if x < 0 { return nil }
                return object([("number", "\(x)"), ("snapshot", q(p.snapshot(s))), ("reason", q("\(t.snapshots[s].reason)")), ("guard", q(Insight.guardName(x))), ("taken", "\(JIT.compiler.taken(x))"), ("bridge", "\(JIT.compiler.bridge(of: x) ?? -1)")])
            }
            let stages = h.stages.map { s in object([("name", q(s.name)), ("lines", list(s.lines.map { list([q($0.text), use($0.source)]) })), ("snapshots", q(s.snapshots))]) }
            let steps = h.steps.map { s in list([q(s.text), "\(s.depth)", q(s.pass?.name ?? ""), q(s.result), use(s.source)]) }
            return object([("id", "\(e.trace.id)"), ("what", q(e.what)), ("file", q(e.place.file)), ("line", "\(e.place.line)"), ("function", q(e.place.function)),
                ("parentExit", "\(e.trace.parentExit ?? -1)"), ("parent", "\(e.trace.parentExit.map { JIT.compiler.exit($0).trace.id } ?? -1)"), ("size", "\(e.trace.codeSize)"),
                ("steps", list(steps)), ("stages", list(stages)), ("code", list(code)), ("slowPaths", q(e.machine.slowPaths.bytes)), ("exits", list(exits))])
        }
        let sources = places.sorted { $0.key < $1.key }.map { n, p in (String(n), object([("file", q(p.file)), ("function", q(p.function)), ("line", "\(p.line)"), ("text", q(TraceDump.source(p)))])) }
        return object([("traces", list(traces)), ("places", object(sources))])
    }

    static var html: String {
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Traces</title><style>
        body{font:13px/1.35 ui-monospace,Menlo,Consolas,monospace;margin:0;display:grid;grid-template-columns:300px 1fr;height:100vh}
        nav{overflow:auto;border-right:1px solid #bbb;padding:8px;background:#f6f6f3}main{overflow:auto;padding:8px}
        nav svg{display:block}nav rect{fill:#fff;stroke:#888;cursor:pointer}nav rect.on{fill:#cfe3ff;stroke:#246}nav text{pointer-events:none;font-size:11px}
        h1{font-size:15px;margin:0 0 6px}button{font:inherit;margin:0 4px 6px 0;padding:1px 7px}button.on{background:#246;color:#fff}
        table{border-collapse:collapse;width:100%}td{vertical-align:top;padding:0 8px 0 0;white-space:pre}td.s{color:#064;border-top:1px solid #ddd;background:#f4faf4;max-width:34em;overflow:hidden}
        td.m{color:#777;white-space:pre-wrap;word-break:break-all;max-width:44em}td.p{color:#a50}tr.x:hover{outline:1px solid #246;cursor:pointer}.gone{color:#999}.gone b{color:#b30;font-weight:normal}
        pre{background:#f6f6f3;padding:6px;margin:2px 0}
        </style></head><body><nav></nav><main></main><script>
        const D=\(json);
        const T=D.traces,byId={};T.forEach(t=>byId[t.id]=t);let cur=T.length?T[0].id:-1,view='code';
        const el=(n,a,t)=>{const e=n=='svg'||n=='rect'||n=='text'||n=='path'?document.createElementNS('http://www.w3.org/2000/svg',n):document.createElement(n);for(const k in a||{})e.setAttribute(k,a[k]);if(t!=null)e.textContent=t;return e};
        const src=n=>D.places[n];
        // Exits that are taken often are red, on a scale of powers of ten.
        const heat=x=>x&&x.taken?`background:hsl(${x.bridge>=0?210:8},90%,${Math.max(62,97-8*Math.log10(1+x.taken))}%)`:'';
        function tree(){const nav=document.querySelector('nav');nav.textContent='';let y=0,svg=el('svg',{width:280});const put=(t,d)=>{const x=4+d*18,at=y;y+=34;const r=el('rect',{x,y:at+2,width:270-d*18,height:28,rx:4});if(t.id==cur)r.classList.add('on');r.onclick=()=>{cur=t.id;draw()};
        const taken=t.exits.reduce((a,e)=>a+e.taken,0);svg.append(r,el('text',{x:x+5,y:at+14},`${t.id} ${t.what} ${t.file.split('/').pop()}:${t.line}`),el('text',{x:x+5,y:at+26,fill:'#777'},`${t.code.length} ir, ${t.size} B, left ${taken} times`));
        for(const b of T.filter(b=>b.parent==t.id)){svg.append(el('path',{d:`M${x+8},${at+30} V${y+16} H${x+18}`,stroke:'#888',fill:'none'}));put(b,d+1)}};
        T.filter(t=>t.parent<0).forEach(t=>put(t,0));svg.setAttribute('height',y+4);nav.append(svg)}
        function row(tb,cells,x){const tr=el('tr');cells.forEach(([c,t])=>tr.append(el('td',{class:c},t)));if(x){tr.className='x';tr.setAttribute('style',heat(x));tr.title=`exit ${x.number}: ${x.guard}, taken ${x.taken}`+(x.bridge>=0?`, bridge ${x.bridge}`:'');
        tr.onclick=()=>{if(tr.nextSibling&&tr.nextSibling.dataset&&tr.nextSibling.dataset.snap)return tr.nextSibling.remove();const s=el('tr',{'data-snap':1}),c=el('td',{colspan:4});c.append(el('pre',{},`exit ${x.number} (${x.reason}) taken ${x.taken}\\n${x.snapshot}`));if(x.bridge>=0){const b=el('button',{},'bridge '+x.bridge);b.onclick=e=>{e.stopPropagation();cur=x.bridge;draw()};c.append(b)}s.append(c);tr.after(s)}}tb.append(tr);return tr}
        function draw(){tree();const m=document.querySelector('main'),t=byId[cur];m.textContent='';if(!t){m.textContent='No trace was made.';return}
        m.append(el('h1',{},`trace ${t.id}: ${t.what} in ${t.function}, ${t.file}:${t.line}`+(t.parent>=0?`, from exit ${t.parentExit} of trace ${t.parent}`:'')));
        for(const v of ['code','recorded',...t.stages.map(s=>s.name)]){const b=el('button',{},v=='code'?'source, IR, machine code':v);if(v==view)b.className='on';b.onclick=()=>{view=v;draw()};m.append(b)}
        const tb=el('table'),X={};t.exits.forEach(x=>X[x.number]=x);m.append(tb);let last=-9;
        const line=s=>{const p=src(s);const f=s!=last&&p;last=s;return ['s',f?`${p.line} ${p.text.trim()}`:'']};
        if(view=='code'){t.code.forEach(c=>row(tb,[line(c.source),['',c.ir+(c.exit>=0&&X[c.exit].taken?`   # ${X[c.exit].taken}`:'')],['p',c.place],['m',c.bytes?c.address+': '+c.bytes:'']],X[c.exit]));row(tb,[['s','(slow paths)'],['',''],['',''],['m',t.slowPaths]])}
        else if(view=='recorded')t.steps.forEach(([text,d,pass,r,s])=>{const tr=row(tb,[line(s),[pass?'gone':'','  '.repeat(d)+text],['',pass?'':r?'= '+r:'']]);if(pass)tr.cells[2].append(el('b',{class:'gone'},pass+(r?' → '+r:'')))});
        else{const s=t.stages.find(s=>s.name==view);if(!s){view='code';return draw()}s.lines.forEach(([text,n])=>row(tb,[line(n),['',text]]));if(s.snapshots)m.append(el('pre',{},s.snapshots))}}
        draw();
        </script></body></html>

        """
    }
}
