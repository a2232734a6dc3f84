import DeviceFlow

/// Where somebody is on the home screen.
struct HomeState: Equatable, Sendable {
    let menu: HomeMenu
    /// The index of the tile that Enter opens.
    var chosen: Int
    /// The index of the tile whose page is open.
    var page: Int?
    /// The tile that wants a sign-in first, and opens after it.
    var wanted: Int?

    init(_ menu: HomeMenu) {
        self.menu = menu
        chosen = menu.tiles.firstIndex { $0.opens == .signIn } ?? 0
    }
}

/// The television around the sign-in: arrows choose, Enter opens, Backspace goes back.
extension KioskModel {
    func homeContent(_ home: HomeState, at now: Moment) -> Scene.Content {
        // That somebody is about to be signed out is said on the home screen.
        if let page = home.page, !isLeaving(at: now) { return .page(home.menu.tiles[page]) }
        return .home(Scene.Home(tiles: home.menu.tiles, chosen: home.chosen, person: person(at: now)))
    }

    var homeKeys: [Scene.KeyHint] {
        let page: [Scene.KeyHint] = home?.page == nil ? [.open, .move] : [.back]
        return page + (isSignedIn ? [.signOut] : []) + (offersLanguages ? [.language] : []) + [.quit]
    }

    private var isSignedIn: Bool { if case .signedIn = phase { true } else { false } }

    private func person(at now: Moment) -> Scene.Person? {
        guard case .signedIn(_, let session) = phase else { return nil }
        return Scene.Person(
            name: session.tokens.identity?.name,
            scopes: session.tokens.scope == nil ? settings.scopes : session.tokens.scopes,
            minutesLeft: session.endsAt.map { max(1, (($0 - now).secondsRoundedUp + 59) / 60) },
            leavingIn: leavingIn(at: now))
    }

    /// How long before a sign-out for want of keys it is said: twenty seconds, or half of a time that is shorter.
    private var leavingNotice: Duration { min(.seconds(20), (settings.idleLimit ?? .zero) / 2) }

    /// When the person is signed out for want of keys; nil: never.
    var leavingAt: Moment? {
        guard isSignedIn, let limit = settings.idleLimit else { return nil }
        return touched.map { $0 + limit }
    }

    /// Seconds until the person is signed out for want of keys; nil while that is far.
    func leavingIn(at now: Moment) -> Int? {
        isLeaving(at: now) ? leavingAt.map { max(1, ($0 - now).secondsRoundedUp) } : nil
    }

    /// The notice stands on the screen.
    func isLeaving(at now: Moment) -> Bool {
        leavingAt.map { now >= $0 - leavingNotice } ?? false
    }

    /// When what a visitor has left behind, a language or an open page, gives way to the operator's own home.
    var freshAt: Moment? {
        guard case .idle = phase, let limit = settings.idleLimit, let touched else { return nil }
        let isFresh = wording == ownWording && home == settings.home.map(HomeState.init)
        return isFresh || home == nil && wording == ownWording ? nil : touched + limit
    }

    /// Also where a sign-in has come to nothing just now, and its visitor is long gone.
    mutating func freshenIfDue(at now: Moment) {
        if let freshAt, now >= freshAt { makeFresh() }
    }

    /// When the screen of somebody who is signed in says something else.
    func nextTick(_ session: KeptSession, after now: Moment) -> Moment? {
        // Minutes stand on the home screen only.
        let minute = (home == nil ? nil : session.endsAt).map { end in
            end - .seconds(((end - now).secondsRoundedUp - 1) / 60 * 60)
        }
        let leaving = leavingAt.map { end in
            max(end - leavingNotice, Self.nextSecond(of: end, after: now))
        }
        return [minute, leaving].compactMap { $0 }.filter { $0 > now }.min()
    }

    mutating func homeKey(_ key: Key, _ home: HomeState, at now: Moment) -> [KioskEffect] {
        switch key {
        case .up, .down, .left, .right:
            guard home.page == nil else { return [] }
            let next = neighbour(of: home.chosen, home.menu.tiles.count, key)
            self.home?.chosen = next
        case .enter, .character(" "):
            guard home.page == nil else { break }
            return open(home.chosen, at: now)
        case .backspace, .escape:
            self.home?.page = nil
        case .character, .tab, .control, .other:
            break
        }
        return []
    }

    private mutating func open(_ index: Int, at now: Moment) -> [KioskEffect] {
        guard let tile = home?.menu.tiles[index] else { return [] }
        switch tile.opens {
        case .language:
            changeLanguage()
            return []
        case .signIn:
            // One Enter too many after a sign-out asks for no code.
            if let signedOutAt, now < signedOutAt + .seconds(2) { return [] }
            home?.wanted = nil
            renewals = 0
            return isSignedIn ? signOut(at: now) : beginByKey(at: now)
        case .page:
            guard tile.needsSignIn, !isSignedIn else {
                home?.page = index
                return []
            }
            home?.wanted = index
            renewals = 0
            return beginByKey(at: now)
        }
    }

    /// The home of somebody who has just signed in: the tile they wanted is open.
    mutating func arriveHome() {
        guard var arrived = home else { return }
        arrived.page = arrived.wanted
        // Whoever presses Enter once more shall not be signed out.
        arrived.chosen = arrived.wanted ?? arrived.menu.tiles.firstIndex { $0.opens == .page } ?? arrived.chosen
        arrived.wanted = nil
        home = arrived
    }

    /// Nothing of the last person is left on it.
    mutating func clearHome() { home = home.map { HomeState($0.menu) } }

    private func neighbour(of index: Int, _ count: Int, _ key: Key) -> Int {
        let columns = SafeArea(size, overscan: settings.overscan).size.columns
        let across = HomeMenu.across(count, columns: columns)
        let forward: Key = wording.isRightToLeft ? .left : .right
        let step =
            switch key {
            case .up: -across
            case .down: across
            case forward: 1
            default: -1
            }
        let next = index + step
        // At the edge the choice stays; a last row that is not full is reached from above it.
        if step == across, next >= count { return index / across < (count - 1) / across ? count - 1 : index }
        return (0..<count).contains(next) ? next : index
    }

    mutating func changeLanguage() {
        guard let at = languages.firstIndex(of: wording.locale) else { return }
        let next = languages[(at + 1) % languages.count]
        // The operator's own words may stand in a file that is not compiled in.
        wording = next == ownWording.locale ? ownWording : Wording.named(next) ?? wording
    }
}
