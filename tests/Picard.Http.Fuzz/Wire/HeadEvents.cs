namespace Picard.Http.Fuzz;

/// <summary>Writes a head down.</summary>
internal static class HeadEvents
{
    public static void Request(EventLog log, ParsedRequest request)
    {
        var head = request.Head;
        log.Begin("request"u8);
        log.Text(head.Method.Utf8);
        log.Text(" "u8);
        log.Text(head.Target.Raw);
        log.Text(" "u8);
        log.Text(VersionOf(head.Version));
        log.End();
        Target(log, head.Target);
        if (!head.Host.IsEmpty)
        {
            log.Line("host"u8, head.Host);
        }

        Fields(log, "field"u8, head.Fields);
        if (request.Expectation == Expectation.Continue)
        {
            log.Line("expects"u8, "100-continue"u8);
        }

        Framing(log, request.Framing);
        log.Line("connection"u8, request.IsPersistent ? "persists"u8 : "closes"u8);
    }

    public static void Response(EventLog log, ParsedResponse response)
    {
        var head = response.Head;
        log.Begin("response"u8);
        log.Text(VersionOf(head.Version));
        log.Text(" "u8);
        log.Number(head.Status.Code);
        if (!head.ReasonPhrase.IsEmpty)
        {
            log.Text(" "u8);
            log.Text(head.ReasonPhrase);
        }

        log.End();
        Fields(log, "field"u8, head.Fields);
        Framing(log, response.Framing);
        log.Line("connection"u8, response.IsPersistent ? "persists"u8 : "closes"u8);
    }

    public static void Fields(EventLog log, ReadOnlySpan<byte> label, FieldSection fields)
    {
        for (var index = 0; index < fields.Count; index++)
        {
            var line = fields[index];
            log.Begin(label);
            log.Text(line.Name);
            log.Text(":"u8);
            if (!line.Value.IsEmpty)
            {
                log.Text(" "u8);
                log.Text(line.Value);
            }

            log.End();
        }
    }

    public static void Violation(EventLog log, ProtocolViolation violation)
    {
        log.Begin("refused"u8);
        log.Number(violation.Status.Code);
        log.Text(" "u8);
        log.Text(Names.Of(violation.Reason));
        log.End();
    }

    private static void Target(EventLog log, RequestTarget target)
    {
        log.Line("target"u8, target.Form switch
        {
            TargetForm.Origin => "origin-form"u8,
            TargetForm.Absolute => "absolute-form"u8,
            TargetForm.Authority => "authority-form"u8,
            _ => "asterisk-form"u8,
        });
        if (target.Form == TargetForm.Absolute)
        {
            log.Line("scheme"u8, target.Scheme);
        }

        if (target.Form is TargetForm.Absolute or TargetForm.Authority)
        {
            log.Line("authority"u8, target.Authority);
        }

        if (target.Form is TargetForm.Absolute or TargetForm.Origin)
        {
            log.Line("path"u8, target.Path);
        }

        if (target.HasQuery)
        {
            log.Line("query"u8, target.Query);
        }
    }

    private static void Framing(EventLog log, MessageFraming framing)
    {
        switch (framing.Kind)
        {
            case FramingKind.Length:
                log.Begin("framing"u8);
                log.Text("length "u8);
                log.Number(framing.Length);
                log.End();
                break;
            case FramingKind.Chunked: log.Line("framing"u8, "chunked"u8); break;
            case FramingKind.CloseDelimited: log.Line("framing"u8, "until close"u8); break;
            case FramingKind.Tunnel: log.Line("framing"u8, "tunnel"u8); break;
            default: log.Line("framing"u8, "none"u8); break;
        }
    }

    private static ReadOnlySpan<byte> VersionOf(ProtocolVersion version) => version == ProtocolVersion.Http10 ? "HTTP/1.0"u8 : "HTTP/1.1"u8;
}
