import Gemini
import Screen

/// Files that another program of this machine hands to the studio.
package struct HandOver: Hashable, Sendable {
  /// Names it in the answer.
  package let id: Int
  /// The session it is meant for; `nil` is the one that is open.
  package var session: SessionID?
  package var attachments: [Attachment]
  /// What a person should know of the way they were taken, as sentences.
  package var notices: [String]

  package init(id: Int, session: SessionID? = nil, attachments: [Attachment], notices: [String] = []) {
    self.id = id
    self.session = session
    self.attachments = attachments
    self.notices = notices
  }

  package enum Answer: Hashable, Sendable {
    /// - Parameter count: files, those with the same bytes counted once.
    case taken(session: SessionID, title: String, count: Int)
    /// Why not, as a sentence.
    case refused(String)
  }
}

extension Studio {
  /// Takes files that came from outside. Nobody at the keyboard asked for them now, so nothing moves: neither the cursor
  /// nor the focus nor what lies in front.
  mutating func receive(_ handOver: HandOver) -> [Effect] {
    if let wanted = handOver.session, wanted != session.id {
      return [.answer(handOver.id, .refused("The studio has gone on to another session meanwhile. Try again."))]
    }
    if isDetached || hasQuit { return [.answer(handOver.id, .refused("The studio is about to end."))] }
    var assets: Set<AssetReference> = []
    let names = handOver.attachments.filter { assets.insert($0.asset).inserted }.map { VisibleText.make($0.name) }
    let known = attach(handOver.attachments)
    let what = names.count == 1 ? names[0] : "\(names.count) files"
    let goes = names.count == 1 ? "goes" : "go"
    sayAttached(["\(what) came from `gemstudio attach` and \(goes) with the next prompt."] + handOver.notices + known)
    return [.answer(handOver.id, .taken(session: session.id, title: session.title, count: names.count))]
  }
}
