extension KioskModel {
    /// The screen stands where anybody may press keys: none of them ends it, suspends it or looks into it.
    ///
    /// Only who starts it can end it (SIGTERM, SIGHUP), and an operator who knows the PIN.
    public struct Lock: Equatable, Sendable {
        /// There is a PIN, so that the operator's menu can be opened.
        public var hasMenu: Bool
        /// Of this program, for the menu.
        public var version: String

        public init(hasMenu: Bool, version: String) {
            self.hasMenu = hasMenu
            self.version = version
        }
    }
}

extension KioskModel.Settings {
    public var isLocked: Bool { lock != nil }
}
