enum Version {
    /// Semantic; in the User-Agent and the event log.
    static let text = "0.1.0"
}
