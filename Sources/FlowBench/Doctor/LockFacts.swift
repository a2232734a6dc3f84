/// How a locked screen can be opened.
public struct LockFacts: Equatable, Sendable {
    /// What --operator-pin-file names.
    public var pinFile: String?
    /// There is a PIN in it that can be used.
    public var isGood: Bool

    public init(pinFile: String?, isGood: Bool) {
        self.pinFile = pinFile
        self.isGood = isGood
    }

    public var finding: Finding {
        let area = Finding.Area.lock
        guard let pinFile else {
            return area.note(
                "no key ends this screen, and there is no operator's menu: only whoever started it can end it (SIGTERM)",
                "for a menu: kiosk pin >FILE, and --operator-pin-file FILE")
        }
        // What is wrong with it stands under configuration.
        guard isGood else { return area.skipped("the PIN in \(pinFile) cannot be used") }
        return area.ok("no key ends this screen; Ctrl-O three times and the PIN in \(pinFile) open the operator's menu")
    }
}
