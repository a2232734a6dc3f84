/// What the process says when it ends: a contract with the programs that start it.
public enum ExitCode: Int32, Sendable {
    /// `login`: tokens were handed over. `run`: asked to stop.
    case success = 0
    /// What was tested does not hold: a scenario, a server, a set-up, a recording.
    case problems = 1
    case denied = 3
    case expired = 4
    /// No codes could be had in time, or the certificate does not hold.
    case unreachable = 5
    /// The server will never say yes.
    case refused = 6
    case notUnderstood = 7
    /// Approved, but the tokens did not reach anybody.
    case notHandedOver = 8
    /// The operator of a locked screen has ended it for good: whoever starts it again by itself shall not.
    case quitByOperator = 9
    /// The operator of a locked screen wants it started anew.
    case restartByOperator = 10
    case usage = 64
    case configuration = 78
    /// `login` was called off by the person or a signal.
    case cancelled = 130
}
