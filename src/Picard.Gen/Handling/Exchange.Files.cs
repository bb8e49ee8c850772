using Picard.Http;

namespace Picard.Gen;

// How an exchange is answered with a file; other whole responses are in Exchange.Responding.cs.
public sealed partial class Exchange
{
    /// <summary>Whether the driver has content to send that is not in the output.</summary>
    internal bool HasUnsentContent => !_state.UnsentContent.IsEmpty || _state.File is { Unsent: not null };

    /// <summary>What of a file follows the head, for the driver to send; null: nothing.</summary>
    internal FileContent? UnsentFile => _state.File?.Unsent;

    /// <summary>Whether content goes through memory, where something may be made of it, and not from the file to the socket. To be set before the response.</summary>
    internal bool SendsThroughMemory
    {
        get => _state.SendsThroughMemory;
        set => _state.SendsThroughMemory = value;
    }

    /// <summary>Where a file's octets are written that go through memory.</summary>
    internal ResponseContent FileOutput => _state.Machine?.Content ?? WriterContent;

    /// <summary>Answers with a file, or 404 if it is null.</summary>
    public ExchangeStep Respond(FileResponse? file)
    {
        if (file is null)
        {
            return RespondProblem(StatusCode.NotFound);
        }

        Take(file);
        var fields = file.Describe();
        if (Received.Method != Method.Get && Received.Method != Method.Head)
        {
            return SendWhole(file, fields);
        }

        // RFC 9110 §14.3
        fields.Set(KnownField.AcceptRanges, "bytes");
        return Preconditions.Evaluate(Fields, isRetrieval: true, file.ETag, file.LastModified) switch
        {
            Precondition.NotModified => Send(Shape(StatusCode.NotModified, fields: ConditionalResponse.WithoutContent(fields)), default),
            Precondition.Failed => Send(Shape(StatusCode.PreconditionFailed, fields: ConditionalResponse.WithoutContent(fields)), default),
            _ => SendRanges(file, fields),
        };
    }

    /// <summary>The file is this exchange's from now on, whatever becomes of it.</summary>
    private void Take(FileResponse file)
    {
        file.BeginUse();
        if (_state.HasResponded)
        {
            file.Dispose();
            throw Responded();
        }

        // There is another where the client is gone, and nothing has been sent of it.
        _state.File?.Dispose();
        _state.File = file;
    }

    private void EndFile()
    {
        if (_state.File is not { } file)
        {
            return;
        }

        if (_state.SendsThroughMemory)
        {
            FileOutput.End();
        }

        file.Dispose();
    }

    private ExchangeStep SendRanges(FileResponse file, ResponseFields fields)
    {
        // RFC 9110 §14.2: ranges are for GET alone. §13.2.2 (5): If-Range decides last.
        if (Received.Method != Method.Get || Fields.CountOf(KnownField.Range) != 1 || !Preconditions.AllowRange(Fields, file.ETag, file.LastModified))
        {
            return SendWhole(file, fields);
        }

        _ = Fields.TryGet(KnownField.Range, out var value);
        Span<OctetRange> ranges = stackalloc OctetRange[RangeField.MaxRanges];
        switch (RangeField.Select(value, file.Length, ranges, out var count))
        {
            case RangeField.Selection.Unsatisfiable:
                return RefuseRange(file, fields);
            case RangeField.Selection.Whole:
                return SendWhole(file, fields);
        }

        // RFC 9110 §15.3.7.2: no multipart for one range, whether one was asked for or one was left.
        if (count == 1)
        {
            fields.Set(KnownField.ContentRange, ranges[0].ToContentRange(file.Length));
            return Send(StatusCode.PartialContent, file, new FileContent(file.File, ranges[0]), fields, TypeOf(file));
        }

        var boundary = FileContent.NewBoundary();
        var parts = FileContent.Parts(file.File, ranges[..count], file.Length, TypeOf(file), boundary);
        return Send(StatusCode.PartialContent, file, parts, fields, $"multipart/byteranges; boundary={boundary}");
    }

    private ExchangeStep SendWhole(FileResponse file, ResponseFields fields) =>
        Send(StatusCode.Ok, file, new FileContent(file.File, new OctetRange(0, file.Length)), fields, TypeOf(file));

    /// <summary>RFC 9110 §15.5.17: a 416 says how long the file is.</summary>
    private ExchangeStep RefuseRange(FileResponse file, ResponseFields fields)
    {
        fields = ConditionalResponse.WithoutContent(fields);
        fields.Set(KnownField.ContentRange, $"bytes */{file.Length}");
        var problem = ProblemContent.For(StatusCode.RangeNotSatisfiable, Fields);
        return Send(Shape(StatusCode.RangeNotSatisfiable, problem.ContentType, fields), problem.Octets);
    }

    private string TypeOf(FileResponse file) => file.ContentType ?? _state.ContentType ?? file.NamedType ?? "application/octet-stream";

    private ExchangeStep Send(StatusCode status, FileResponse file, FileContent content, ResponseFields fields, string contentType)
    {
        var shape = Shape(status, contentType, fields);
        if (_state.Chain is not null)
        {
            shape = Announce(shape, content.Length);
            _state.SendsThroughMemory |= IsFiltered;
        }

        if (_state.SendsThroughMemory)
        {
            BeginContent(status, content.Length, contentType, fields, FileOutput);
            file.Unsent = _state.IsStreaming ? content : null;
            return ExchangeStep.Complete;
        }

        if (BeginResponse(status))
        {
            _output.BeginContent(shape, content.Length, UnknownLength.Close);
            if (shape.SendsContent && content.Length > 0)
            {
                file.Unsent = content;
                _state.ContentBytes = content.Length;
            }
        }

        return ExchangeStep.Complete;
    }
}
