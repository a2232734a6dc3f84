import DeviceFlow
import FlowTrace

/// Looking into the sign-in while it runs.
extension KioskModel {
    /// What the inspector needs to know beyond what happens.
    public struct Inspection: Equatable, Sendable {
        /// Whose words the requests are in.
        public var provider: Provider
        /// The file of `--cacert`, for commands that people copy.
        public var authorities: String?

        public init(provider: Provider, authorities: String? = nil) {
            self.provider = provider
            self.authorities = authorities
        }
    }

    /// The inspector is open: the clocks are to be read before each scene, and connections asked what they know.
    public var isInspected: Bool { inspector != nil }

    /// The second that the open inspector counts next.
    func nextInspection(after now: Moment) -> Moment? {
        guard let inspector, inspector.frozen == nil, let began else { return nil }
        return began + .seconds((now - began).components.seconds + 1)
    }

    // MARK: Keys

    /// - Returns: nil for a key that means nothing to the inspector.
    mutating func inspectorKey(_ key: Key, at now: Moment) -> [KioskEffect]? {
        guard settings.inspection != nil else { return nil }
        guard var open = inspector else {
            guard key == .character("i") || key == .character("I") else { return nil }
            inspector = Inspector()
            return []
        }
        open.said = nil
        defer { if inspector != nil { inspector = open } }
        if open.isTyping { return type(key, &open, at: now) }
        switch key {
        case .character("i"), .character("I"):
            inspector = nil
        case .character("1"), .character("2"), .character("3"), .character("4"):
            if case .character(let digit) = key { turn(&open, to: (digit.wholeNumberValue ?? 1) - 1) }
        case .tab:
            turn(&open, to: (open.page.rawValue + 1) % Inspector.Page.allCases.count)
        case .up, .down, .other("key_ppage"), .other("key_npage"), .other("key_home"), .other("key_end"):
            move(&open, key, at: now)
        case .character("/"):
            (open.search, open.isTyping) = ("", true)
        case .character("f"), .character("F"):
            open.frozen = open.frozen == nil ? still(at: now) : nil
        case .character("c"), .character("C"):
            return copy(&open)
        case .left, .right:
            step(&open, forward: key == .right)
        case .enter where !open.search.isEmpty:
            open.found += 1
            chooseFound(&open, at: now)
        case .escape where !open.search.isEmpty:
            open.search = ""
        case .character, .enter, .escape, .backspace, .control, .other:
            return nil
        }
        return []
    }

    /// To the request before or after, whatever stands between them.
    private func step(_ open: inout Inspector, forward: Bool) {
        let entries = ((open.frozen?.trace ?? trace)?.entries ?? []).filter { $0.exchange != nil }
        guard let last = entries.last else { return }
        let here = open.chosen ?? last.number
        let next = forward ? entries.first { $0.number > here } : entries.last { $0.number < here }
        if let next { open.chosen = next.number == last.number ? nil : next.number }
        (open.top, open.found) = (nil, 0)
    }

    /// On the timeline, what was found is what the other pages show.
    private func chooseFound(_ open: inout Inspector, at now: Moment) {
        guard open.page == .timeline, let entries = (open.frozen?.trace ?? trace)?.entries,
            let page = page(open, at: now), page.found > 0
        else { return }
        let places = page.lines.indices.filter { page.lines[$0].isMarked }
        open.chosen = entries[places[open.found % places.count]].number
    }

    private func turn(_ open: inout Inspector, to page: Int) {
        open.page = Inspector.Page(rawValue: page) ?? .timeline
        (open.top, open.found) = (nil, 0)
    }

    private func type(_ key: Key, _ open: inout Inspector, at now: Moment) -> [KioskEffect]? {
        switch key {
        case .character(let character) where open.search.count < 40: open.search.append(character)
        case .backspace: if !open.search.isEmpty { open.search.removeLast() }
        case .enter:
            open.isTyping = false
            open.found = 0
            chooseFound(&open, at: now)
            return []
        case .escape: (open.search, open.isTyping) = ("", false)
        case .control("c"): return nil
        case .character, .tab, .up, .down, .left, .right, .control, .other: break
        }
        open.found = 0
        return []
    }

    private func move(_ open: inout Inspector, _ key: Key, at now: Moment) {
        guard let page = page(open, at: now) else { return }
        let step =
            switch key {
            case .up: -1
            case .down: 1
            case .other("key_ppage"): -page.rows
            case .other("key_npage"): page.rows
            case .other("key_home"): -100_000
            default: 100_000
            }
        guard open.page == .timeline else {
            open.top = max(0, min(page.lines.count - page.rows, page.top + step))
            return
        }
        let entries = (open.frozen?.trace ?? trace)?.entries ?? []
        guard let last = entries.last, let first = entries.first else { return }
        let chosen = max(first.number, min(last.number, (open.chosen ?? last.number) + step))
        open.chosen = chosen == last.number ? nil : chosen
        open.top = nil
    }

    private func copy(_ open: inout Inspector) -> [KioskEffect] {
        guard let trace = open.frozen?.trace ?? trace, let exchange = trace.entry(upTo: open.chosen)?.exchange else {
            open.said = "no request to copy yet"
            return []
        }
        // A console has no clipboard, and hangs at what would fill one.
        guard abilities?.isConsole == false else {
            open.said = "this terminal has no clipboard; page 2 shows the command"
            return []
        }
        open.said = "copied; secrets are variables in it"
        return [
            .copy(
                CurlLine.text(
                    exchange.request, redaction: trace.redaction, authorities: settings.inspection?.authorities))
        ]
    }

    private func still(at now: Moment) -> Inspector.Still? {
        guard let trace, let text = inspectorText() else { return nil }
        return Inspector.Still(trace: trace, state: text.state(of: self, at: now), clocks: clocks, at: now)
    }

    // MARK: The pane

    /// nil while it is closed.
    func pane(at now: Moment) -> Pane? {
        guard let inspector, let page = page(inspector, at: now) else { return nil }
        let choices = [
            "i close  Tab page  arrows  PgUp PgDn  / find  f freeze  c copy as curl",
            "i close  Tab page  / find  f freeze  c copy", "i close  Tab page  / find", "i close",
        ]
        let keys = choices.first { TextWidth.of($0) <= page.columns } ?? ""
        let foot =
            if inspector.isTyping {
                "find: " + plain(inspector.search, limit: 40) + "_"
            } else if let said = inspector.said {
                said
            } else if !inspector.search.isEmpty {
                "\(page.found) found, Enter next, Esc ends"
            } else if let frozen = inspector.frozen, let began {
                "frozen at \(InspectorText.tenths((frozen.at - began).inSeconds)) s, f goes on"
            } else {
                keys
            }
        return Pane(
            pages: Inspector.Page.allCases.map(\.title), open: inspector.page.rawValue, state: page.state,
            lines: Array(page.lines.dropFirst(page.top).prefix(page.rows)), foot: foot)
    }

    private struct Page {
        var state: [PaneLine]
        var lines: [PaneLine]
        var top: Int
        var rows: Int
        var columns: Int
        var found: Int
    }

    private func inspectorText() -> InspectorText? {
        began.map { InspectorText(columns: PanePlan(innerSize).columns, began: $0) }
    }

    /// The window without the presenter's line.
    private var innerSize: Frame.Size {
        Frame.Size(rows: max(1, size.rows - (settings.demo == nil ? 0 : 1)), columns: max(1, size.columns))
    }

    private func page(_ open: Inspector, at now: Moment) -> Page? {
        guard let text = inspectorText(), let inspection = settings.inspection,
            let trace = open.frozen?.trace ?? trace
        else { return nil }
        let state = open.frozen?.state ?? text.state(of: self, at: now)
        let rows = PanePlan(innerSize).rows(state: state.count)
        var lines =
            switch open.page {
            case .timeline: text.timeline(trace, chosen: open.chosen)
            case .exchange:
                text.exchange(trace.entry(upTo: open.chosen), trace, authorities: inspection.authorities)
            case .facts: text.facts(trace, clocks: open.frozen?.clocks ?? clocks, since: firstClocks)
            case .profile: text.profile(inspection.provider)
            }
        var top = open.page == .timeline ? max(0, lines.count - rows) : 0
        if let chosen = lines.firstIndex(where: \.isMarked), chosen < top { top = chosen }
        top = open.top ?? top
        let found =
            open.search.isEmpty
            ? [] : lines.indices.filter { lines[$0].text.lowercased().contains(open.search.lowercased()) }
        if !found.isEmpty {
            for index in lines.indices { lines[index].isMarked = false }
            for index in found { lines[index].isMarked = true }
            top = max(0, found[open.found % found.count] - rows / 2)
        }
        top = max(0, min(top, lines.count - rows))
        return Page(state: state, lines: lines, top: top, rows: rows, columns: text.columns, found: found.count)
    }
}
