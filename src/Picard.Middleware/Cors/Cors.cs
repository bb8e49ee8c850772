namespace Picard;

/// <summary>Tells browsers which pages of other origins may send requests and see the answers (the Fetch standard, §3.3: CORS).</summary>
/// <remarks>
/// Preflights (OPTIONS with Origin and Access-Control-Request-Method) are answered here with 204, before routing. Other requests pass, and their answers, problems
/// included, get the fields. An origin that is not allowed gets none: that is how a browser is told. It keeps nobody from sending requests, only scripts of other
/// pages from what they must not do.
/// </remarks>
[Middleware]
public sealed partial class Cors(CorsOptions options)
{
    private static ReadOnlySpan<byte> RequestPrivateNetwork => "Access-Control-Request-Private-Network"u8;

    private readonly CorsPolicy _policy = options.Compiled;
    private readonly LastText _last = new();

    [OnRequest]
    private Next Begin(in RequestHead request)
    {
        var fields = Downstream.Fields;
        var origin = Find(request.Fields);
        if (!_policy.Origins.IsAny)
        {
            // Whoever keeps the answer keeps one for each origin, also that to a request without one.
            fields.Add(KnownField.Vary, "Origin");
        }

        if (origin is not null)
        {
            fields.Add(KnownField.AccessControlAllowOrigin, origin);
            if (_policy.AllowsCredentials)
            {
                fields.Add(KnownField.AccessControlAllowCredentials, "true");
            }
        }

        if (request.Method == Method.Options && request.Fields.Contains(KnownField.Origin) && request.Fields.Contains(KnownField.AccessControlRequestMethod))
        {
            AnswerPreflight(fields, request.Fields, origin is not null);
            return Next.Handled;
        }

        if (origin is not null && _policy.ExposedFields is { } exposed)
        {
            fields.Add(KnownField.AccessControlExposeHeaders, exposed);
        }

        return Next.Continue;
    }

    private string? Find(FieldSection fields)
    {
        if (!fields.TryGet(KnownField.Origin, out var value) || fields.CountOf(KnownField.Origin) > 1)
        {
            return null;
        }

        if (_policy.Origins.IsAny)
        {
            return "*";
        }

        var found = _policy.Origins.Find(value, _last.Value);
        _last.Value = found ?? _last.Value;
        return found;
    }

    private void AnswerPreflight(ResponseFields fields, FieldSection request, bool isAllowed)
    {
        if (isAllowed)
        {
            AddOptional(fields, KnownField.AccessControlAllowMethods, _policy.Methods);
            AddOptional(fields, KnownField.AccessControlAllowHeaders, _policy.RequestFields);
            fields.Add(KnownField.AccessControlMaxAge, _policy.MaxAge);
            if (_policy.AllowsPrivateNetwork && request.TryGet(RequestPrivateNetwork, out var asked) && asked.SequenceEqual("true"u8))
            {
                fields.Add("Access-Control-Allow-Private-Network", "true");
            }
        }

        Downstream.Respond(StatusCode.NoContent);
    }

    private static void AddOptional(ResponseFields fields, KnownField name, string? value)
    {
        if (value is not null)
        {
            fields.Add(name, value);
        }
    }
}
