import DeviceFlow
import KioskIO
import KioskScreen

/// What is for those who look into a sign-in, or show one to others.
extension Configuration {
    /// Where the exchanges are written down.
    struct Record: Equatable {
        var path: String
        var showsSecrets: Bool
    }

    static func record(_ layers: Layers) throws(Problem) -> Record? {
        let showsSecrets = try layers.flag("record-secrets")
        guard let path = layers.setting("record") else {
            guard !showsSecrets else {
                throw Problem(words: "--record-secrets says how to record; --record FILE says where", exit: .usage)
            }
            return nil
        }
        return Record(path: path.text, showsSecrets: showsSecrets)
    }

    static func demo(_ layers: Layers, acts: Bool) throws(Problem) -> KioskModel.Demo? {
        let note = layers.setting("note")
        guard try layers.flag("demo") else {
            if let note { throw note.problem("it is a line of a demonstration: give --demo too") }
            return nil
        }
        return KioskModel.Demo(note: note?.text, acts: acts)
    }

    /// Who acts as the person with the phone, where keys may do it.
    static func secondDevice(_ layers: Layers, _ server: ServerChoice) throws(Problem) -> SecondDevice? {
        guard let folder = layers.setting("simulator-state") else { return nil }
        guard try layers.flag("demo") else { throw folder.problem("it is for demonstrations: give --demo too") }
        guard let issuer = server.issuer else {
            throw folder.problem("the simulator's address is missing: give --issuer as well")
        }
        do throws(Files.Failure) {
            return SecondDevice(issuer: issuer, adminToken: try Files.read(folder.text + "/admin-token"))
        } catch {
            throw folder.problem(
                "\(folder.text)/admin-token cannot be read (\(error.reason)): expected the folder of a tokenidp-sim")
        }
    }
}
