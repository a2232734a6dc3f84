import Hummingbird
struct PageTemplates: Sendable { init() throws {} }
final class SessionStore: Sendable { }
extension Simulator { func addVerificationPages(to router: Router<SimulatorRequestContext>) {} }
