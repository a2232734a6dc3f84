import DeviceFlow
import Glibc

/// Leaves the tokens with the program that asked for them: one line of JSON on standard output.
public struct Handover: Sendable {
    private let descriptor: Int32

    /// - Returns: nil when standard output is closed. To be checked before a code is asked for: a token that
    ///   cannot be handed over should not have been made.
    public init?(descriptor: Int32 = STDOUT_FILENO) {
        guard fcntl(descriptor, F_GETFD) >= 0 else { return nil }
        self.descriptor = descriptor
    }

    /// - Returns: whether every byte was taken.
    func deliver(_ tokens: TokenSet) -> Bool { writeAll(tokens.handedOver.revealed + "\n", to: descriptor) }
}
