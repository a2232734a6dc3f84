import DeviceFlow
import FlowTrace
import KioskScreen

// What the loop asks of what passes through it.

extension Exchange {
    var isAboutTime: Bool { if case .failed(let trouble, _) = outcome { trouble.isAboutTime } else { false } }
}

extension Scene {
    var isStarting: Bool { if case .starting = content { true } else { false } }
    /// The code that stands on it; nil: none.
    var userCode: UserCode? { if case .code(let code) = content { code.userCode } else { nil } }
}
