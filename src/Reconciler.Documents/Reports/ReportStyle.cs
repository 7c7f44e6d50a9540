namespace Reconciler.Documents.Reports;

/// <summary>The report page's style sheet.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root {
          --paper: #fff; --ink: #1b232e; --quiet: #5b6675; --line: #d3dae3; --accent: #1f3a5f; --tint: #f2f5f9; --good: #1d6b3c; --bad: #b3261e;
        }
        @media (prefers-color-scheme: dark) {
          :root { --paper: #14181e; --ink: #e3e8ef; --quiet: #9aa6b5; --line: #323b47; --accent: #9dc1ee; --tint: #1d242d; --good: #7fd1a0; --bad: #ff9a90; }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0; background: var(--paper); color: var(--ink);
          font: 15px/1.5 "Segoe UI", "Noto Sans", "Helvetica Neue", Arial, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
        }
        main, footer { max-width: 1180px; margin: 0 auto; padding: 0 28px; }
        header { padding: 36px 0 4px; border-bottom: 2px solid var(--accent); margin-bottom: 8px; }
        h1 { font-size: 30px; line-height: 1.2; margin: 0 0 6px; color: var(--accent); letter-spacing: -0.01em; }
        h2 { font-size: 19px; margin: 36px 0 10px; color: var(--accent); break-after: avoid; }
        header p { margin: 0 0 8px; }
        .good { color: var(--good); font-weight: 600; }
        .bad { color: var(--bad); font-weight: 700; }
        .quiet { color: var(--quiet); }
        .figures { display: flex; flex-wrap: wrap; gap: 12px; margin: 0 0 20px; }
        .figure { background: var(--tint); border-left: 4px solid var(--accent); padding: 10px 18px 9px; break-inside: avoid; }
        .figure b { display: block; font-size: 23px; line-height: 1.25; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .figure span { color: var(--quiet); font-size: 13px; }
        .narrow .table { max-width: 620px; }
        .table { overflow-x: auto; margin: 0 0 18px; }
        table { border-collapse: collapse; width: 100%; font-size: 13.5px; font-variant-numeric: tabular-nums lining-nums; }
        caption { text-align: left; color: var(--quiet); padding: 0 0 6px; }
        th, td { text-align: left; vertical-align: top; padding: 6px 14px 6px 0; border-bottom: 1px solid var(--line); }
        th:last-child, td:last-child { padding-right: 0; }
        thead th { border-bottom: 1.5px solid var(--accent); color: var(--accent); font-weight: 600; vertical-align: bottom; }
        tbody th { font-weight: 500; }
        .n { text-align: right; white-space: nowrap; }
        .d { white-space: nowrap; }
        .due { min-width: 5.8em; }
        .id { overflow-wrap: anywhere; min-width: 11.8em; max-width: 17em; }
        .key { white-space: nowrap; }
        .why { min-width: 17em; overflow-wrap: anywhere; }
        .by { min-width: 7em; overflow-wrap: anywhere; }
        code { font: 0.93em/1.5 Consolas, "Cascadia Mono", "DejaVu Sans Mono", monospace; background: var(--tint); padding: 1px 6px; overflow-wrap: anywhere; box-decoration-break: clone; user-select: all; }
        .step { margin-top: 3px; }
        .statements table { table-layout: fixed; min-width: 860px; }
        .statements th:nth-child(1) { width: 34%; }
        .statements th:nth-child(2) { width: 8%; }
        .case { border-left: 4px solid var(--line); padding: 1px 0 1px 16px; margin: 0 0 28px; }
        .case.waits { border-left-color: var(--bad); }
        .case .table { margin-bottom: 12px; }
        .case table { table-layout: fixed; min-width: 860px; overflow-wrap: anywhere; }
        .letters th:nth-child(1), .answers th:nth-child(2) { width: 19%; }
        .letters th:nth-child(2) { width: 22%; }
        .letters th:nth-child(3), .letters th:nth-child(5) { width: 13%; }
        .letters th:nth-child(4), .answers th:nth-child(1), .told th:nth-child(1) { width: 9%; }
        .answers th:nth-child(3), .told th:nth-child(2) { width: 10%; }
        .answers th:nth-child(5) { width: 17%; }
        h3 { font-size: 16px; line-height: 1.35; margin: 0 0 2px; break-after: avoid; }
        .case p { margin: 0 0 8px; break-after: avoid; }
        .group { break-after: avoid; }
        .group th { background: var(--tint); font-weight: 600; padding: 6px 8px; }
        .sum th, .sum td { border-top: 1.5px solid var(--accent); border-bottom: 0; font-weight: 700; }
        .rest { color: var(--quiet); font-style: italic; }
        summary { cursor: pointer; margin: 0 0 10px; font-weight: 600; }
        footer { color: var(--quiet); font-size: 12.5px; margin-top: 40px; padding-top: 12px; padding-bottom: 36px; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
        @media print {
          :root { --paper: #fff; --ink: #000; --quiet: #4a4a4a; --line: #c4c4c4; --accent: #1f3a5f; --tint: #f2f5f9; --good: #1d6b3c; --bad: #b3261e; }
          @page { size: A4 landscape; margin: 14mm; }
          body { font-size: 10pt; }
          main, footer { max-width: none; padding: 0; }
          header { padding-top: 0; }
          .table { overflow: visible; }
          .case table, .statements table { min-width: 0; }
          table { font-size: 8.5pt; }
          thead { display: table-header-group; }
          tr { break-inside: avoid; }
          .case thead, .case caption, .group { break-after: avoid; }
          .case tbody tr:first-child { break-before: avoid; }
          .figure { print-color-adjust: exact; }
          .id { min-width: 10.5em; }
        }
        """;
}
