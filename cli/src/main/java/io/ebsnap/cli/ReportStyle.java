package io.ebsnap.cli;

/** How a report looks, by day and by night, on a screen and on paper. */
final class ReportStyle {

    static final String CSS = """
            :root{--ink:#1c2128;--quiet:#667080;--paper:#fff;--card:#f5f7f9;--line:#dfe4ea;--main:#1f6fb2;--soft:#1f6fb222;--good:#19753c;--warn:#9a6200;--bad:#b3261e}
            @media(prefers-color-scheme:dark){:root{--ink:#e4e8ee;--quiet:#94a0b0;--paper:#14181d;--card:#1d232b;--line:#2f3843;--main:#67aee6;--soft:#67aee633;--good:#5cc486;--warn:#e0a84a;--bad:#ff8a80}}
            *{box-sizing:border-box}
            body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
            main{max-width:1180px;margin:0 auto;padding:28px 20px 60px}
            h1{font-size:26px;margin:0}h2{font-size:19px;margin:0 0 2px}h3{font-size:14px;margin:16px 0 4px;font-weight:600}
            section{margin-top:40px}.quiet{color:var(--quiet);margin:0 0 10px}
            .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(160px,1fr));gap:12px;margin-top:18px}
            .tile{background:var(--card);border-radius:8px;padding:12px 14px;border-left:3px solid var(--main)}
            .tile.bad{border-color:var(--bad)}.tile.bad .more{color:var(--bad)}
            .tile span{display:block;font-size:12.5px;color:var(--quiet)}.tile b{font-size:23px;font-weight:600}
            .warnings{background:var(--card);border-left:3px solid var(--warn);border-radius:8px;margin:8px 0 0;padding:12px 14px 12px 32px}
            .scroll{overflow-x:auto}
            table{border-collapse:collapse;width:100%;font-size:13.5px}
            th{text-align:left;font-weight:600;color:var(--quiet);border-bottom:2px solid var(--line);padding:5px 14px 5px 0;white-space:nowrap}
            td{border-bottom:1px solid var(--line);padding:5px 14px 5px 0;vertical-align:top}
            .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.time{white-space:nowrap}
            .id{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:12.5px;white-space:nowrap}
            .state{font-weight:600}.protected{color:var(--good)}.stale{color:var(--warn)}.unprotected{color:var(--bad)}
            svg{width:100%;height:auto;display:block}svg text{fill:var(--quiet);font-size:11.5px}
            .grid{stroke:var(--line);stroke-width:1}.line{fill:none;stroke:var(--main);stroke-width:2;stroke-linejoin:round}
            .area{fill:var(--soft)}.spot{fill:var(--main)}.bar{fill:var(--main)}
            .dot{fill:var(--main);stroke:var(--paper);stroke-width:1.2}.bow{fill:none;stroke:var(--quiet);stroke-width:1.2;stroke-dasharray:3 3}
            .many{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:18px}
            figure{margin:0}figcaption{font-weight:600;font-size:13.5px}figure .quiet{font-size:12.5px}
            .meter{display:flex;height:16px;border-radius:8px;overflow:hidden;background:var(--line);margin:10px 0}
            .meter i{display:block}.fresh{background:var(--good)}.old{background:var(--warn)}
            @media print{main{max-width:none;padding:0}section{break-inside:avoid}}
            """.replace("\n", "");

    private ReportStyle() {}
}
