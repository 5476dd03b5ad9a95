import Foundation
import Gemini
import Store

/// The pictures of a run, written where `-o` says.
struct SavedPictures: Sendable {
  /// In the order of the pictures.
  private(set) var paths: [String] = []
  /// 1 if a picture could not be written.
  private(set) var exitCode: Int32?
  private var owners: [AssetReference: String] = [:]

  /// Writes the exact bytes of each picture, and says what a person should know of it.
  init(_ blobs: [Blob], in output: OutputFile?, workshop: Workshop, console: Console) {
    guard let output else { return }
    let pictures = blobs.compactMap { blob -> (blob: Blob, reference: AssetReference, bytes: [UInt8])? in
      guard let reference = blob.asset, let bytes = try? workshop.assets.read(reference) else { return nil }
      return (blob, reference, bytes)
    }
    if output == .standardOutput {
      for picture in pictures {
        console.out.write(picture.bytes)
        if let warning = PictureBytes.warning(picture.bytes, mimeType: picture.blob.mimeType) {
          console.note("A picture is not what it should be. \(warning)")
        }
      }
      return
    }
    let items = pictures.map { picture in
      OutputFile.Item(
        mimeType: picture.blob.mimeType, sha256: picture.reference.sha256, head: Array(picture.bytes.prefix(64)))
    }
    for (target, picture) in zip(output.targets(for: items), pictures) {
      do throws(CommandError) {
        try FinishedFile.write(picture.bytes, to: target.path)
        paths.append(target.path)
        owners[picture.reference] = target.path
        if let warning = target.warning {
          console.note(warning)
        } else if let warning = PictureBytes.warning(picture.bytes, mimeType: picture.blob.mimeType) {
          console.note("\(target.path) is not what it should be. \(warning)")
        }
      } catch {
        exitCode = 1
        let kept = workshop.assets.path(picture.reference, mimeType: picture.blob.mimeType)
        console.note(error.sentence + (kept.map { " The picture is kept as \($0)." } ?? ""))
      }
    }
  }

  func path(_ blob: Blob) -> String? { blob.asset.flatMap { owners[$0] } }
}
