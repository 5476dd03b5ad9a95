import Core
import Foundation
import Gemini
import Images
import Screen

extension EffectRunner {
  // MARK: Pictures

  func readFacts(of references: [AssetReference]) {
    let mailbox = mailbox
    let assets = workshop.assets
    fileQueue.async {
      var facts: [String: PictureFacts] = [:]
      for reference in references {
        guard let bytes = try? assets.read(reference), let header = try? ImageHeader(bytes) else { continue }
        facts[reference.sha256] = PictureFacts(
          width: header.width, height: header.height, kind: header.type.label,
          path: assets.path(reference, mimeType: header.type.mimeType))
      }
      mailbox.post(.pictureFacts(facts))
    }
  }

  func makePreview(_ key: PreviewKey, _ budget: PictureBudget) {
    let cell = PixelSize(width: key.cellWidth, height: key.cellHeight)
    let operation: PictureRequest.Operation =
      switch key.way {
      case .picture(let form):
        .picture(
          PictureEncoding(
            form: form, maxSize: key.size, cellPixels: cell,
            byteBudget: form == .sixel ? budget.bytes : budget.bytes / 4 * 3, maxColors: key.maxColors,
            isProgressive: budget.isProgressive, source: key.crop))
      case .art(let colors):
        .art(maxSize: key.size, cellPixels: cell, colors: ArtColors(count: colors), source: key.crop)
      }
    let mailbox = mailbox
    var name = key.isFull ? "\(key.asset.sha256) in full" : key.asset.sha256
    if let part = key.crop { name += " \(part.width)x\(part.height) from \(part.x),\(part.y)" }
    run(operation, on: key.asset, background: key.background, name: name) { result in
      switch result {
      case .picture(let picture): mailbox.post(.previewMade(key, .picture(key.isFull ? picture.refining : picture)))
      case .art(let art): mailbox.post(.previewMade(key, .art(art)))
      case .failure(let error): mailbox.post(.previewMade(key, .failed(error.sentence)))
      case .pixels, .png: break
      }
    }
  }

  func makeThumbnail(_ asset: AssetReference, size: Size, colors: Int, cell: PixelSize, background: BackgroundColor) {
    let operation = PictureRequest.Operation.art(
      maxSize: size, cellPixels: cell, colors: ArtColors(count: colors))
    let mailbox = mailbox
    run(operation, on: asset, background: background, name: asset.sha256) { result in
      if case .art(let art) = result { mailbox.post(.thumbnailMade(asset, art)) }
    }
  }

  private func run(
    _ operation: PictureRequest.Operation, on asset: AssetReference, background: BackgroundColor, name: String,
    then report: @escaping @Sendable (PictureResult) -> Void
  ) {
    let assets = workshop.assets
    let pictures = workshop.pictures
    Task(executorPreference: TaskQueue()) {
      guard let bytes = try? assets.read(asset) else {
        report(.failure(.damaged("its bytes are missing or not what they were")))
        return
      }
      let under = RGB(red: background.red, green: background.green, blue: background.blue)
      report(
        await pictures.run(PictureRequest(key: name, operation: operation, background: under, picture: bytes)))
    }
  }

  /// The folder of the prompt library.
  var promptFolder: PromptFolder { PromptFolder(path: workshop.paths.prompts) }

  func readLibrary() {
    let mailbox = mailbox
    let folder = promptFolder
    fileQueue.async {
      mailbox.post(.libraryRead(folder.read()))
    }
  }

  func savePrompt(title: String, text: String) {
    let mailbox = mailbox
    let folder = promptFolder
    fileQueue.async {
      do {
        mailbox.post(.notice(try folder.save(title: title, text: text), .info))
      } catch {
        let wayOut = PrivateFile.wayOut(of: error)
        mailbox.post(.notice("Nothing was kept: \(folder.path) cannot be written. \(wayOut)", .error))
      }
    }
  }

  /// Changes a file of the library and reads it again, also where that failed.
  /// - Parameter change: returns the name of the prompt that is to be selected.
  func changeLibrary(_ change: @escaping @Sendable (PromptFolder) throws -> String?) {
    let mailbox = mailbox
    let folder = promptFolder
    fileQueue.async {
      let result = Result { try change(folder) }
      let name = (try? result.get()) ?? nil
      mailbox.post(.libraryRead(folder.read(), selecting: name))
      guard case .failure(let error) = result else { return }
      let reason =
        (error as? PromptFolder.Problem)?.sentence
        ?? "\(folder.path) cannot be written. \(PrivateFile.wayOut(of: error))"
      mailbox.post(.notice("Nothing was changed in the library. \(reason)", .error))
    }
  }

  func readSchema(_ path: String) {
    let mailbox = mailbox
    fileQueue.async {
      do throws(CommandError) {
        mailbox.post(.schemaRead(try JSONFile.object(path, is: "schema").text, problem: nil))
      } catch {
        mailbox.post(.schemaRead(nil, problem: error.sentence))
      }
    }
  }

  func savePictures(_ save: PictureSave, as name: String) {
    let save = withMakings(save)
    let mailbox = mailbox
    let saver = PictureSaver(assets: workshop.assets, place: provenance)
    fileQueue.async {
      do throws(PictureSaver.Problem) {
        let saved = try saver.save(save, as: name)
        mailbox.post(.notice(saved.sentence, saved.isFine ? .info : .warning))
      } catch {
        mailbox.post(.saveRefused(save, name: name, problem: error.sentence))
      }
    }
  }

  func openPicture(_ asset: AssetReference) {
    let mailbox = mailbox
    let workshop = workshop
    fileQueue.async {
      do throws(SystemViewer.Problem) {
        guard let bytes = try? workshop.assets.read(asset) else {
          throw SystemViewer.Problem(sentence: "The bytes of the picture are missing or not what they were.")
        }
        try SystemViewer.open(
          bytes, name: String(asset.sha256.prefix(12)), in: workshop.paths.state + "/opened",
          environment: workshop.environment.process
        ) { mailbox.post(.notice($0, .error)) }
        mailbox.post(.notice("The picture is being opened.", .info))
      } catch {
        mailbox.post(.notice(error.sentence, .error))
      }
    }
  }
}

extension Picture {
  /// Without its coarse first piece: drawn over a picture that is on the screen it would only take that away.
  fileprivate var refining: Picture {
    guard let first = pieces.first, pieces.dropFirst().contains(where: { $0.rows.overlaps(first.rows) }) else {
      return self
    }
    return Picture(id: id, size: size, form: form, pieces: Array(pieces.dropFirst()))
  }
}

extension ArtColors {
  init(count: Int) {
    self = count >= 256 ? .two56 : count >= 16 ? .sixteen : count >= 8 ? .eight : .none
  }
}
