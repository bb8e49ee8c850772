using System.Text;

namespace Picard.Gen.Generators;

/// <summary>Writes the method that sends one request.</summary>
internal static class RequestEmitter
{
    // RFC 3986 §3.3: pchar without the percent sign.
    private const string PathCharacters = "-._~!$&'()*+,;=:@ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    // RFC 3986 §2.3.
    private const string Unreserved = "-._~ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static void Emit(SourceText text, ClientModel client, ClientMethodModel method, string declaration)
    {
        if ((method.Hindrance ?? client.Whole.Hindrance) is { } hindrance)
        {
            var subject = method.Hindrance is null ? client.Part.DisplayName : $"{client.Part.DisplayName}.{Literal.Plain(method.Name)}";
            text.Line($"{declaration} => throw new {KnownNames.NotSupportedException}({Literal.Of($"{subject} {hindrance}, so there is no code for its request.")});");
            return;
        }

        var call = Free("call", method);
        text.Line($"// {RouteText.InComment($"{RouteText.Of(method.Method)} {method.Pattern!.Text}")}");
        text.Open(declaration);
        text.Line($"var {call} = {ClientEmitter.BaseUriField}.Call({KnownNames.Method}.{method.Method});");
        EmitPath(text, method, call);
        EmitParameters(text, client, method, call);
        if ((method.ContentType ?? client.Whole.ContentType) is { } contentType)
        {
            text.Line($"{call}.ContentType({contentType});");
        }

        var shape = method.Result.Shape is { } result ? ShapeOf(client, method, result) : null;
        var token = method.Parameters.FirstOrDefault(static p => p.Use == ParameterUse.Cancellation) is { } cancellation
            ? cancellation.Type.EndsWith("?", StringComparison.Ordinal) ? $"{cancellation.Name}.GetValueOrDefault()" : cancellation.Name
            : null;
        var arguments = string.Join(", ", new[] { shape, token }.Where(static a => a is not null));
        text.Line($"return {call}.{method.Result.Receive}({arguments}){(method.Result.IsTask ? ".AsTask()" : "")};");
        text.Close();
    }

    private static void EmitPath(SourceText text, ClientMethodModel method, string call)
    {
        var literal = new StringBuilder();
        foreach (var segment in method.Pattern!.Segments)
        {
            var parameter = segment.IsParameter ? method.Parameters.First(p => p.Use == ParameterUse.Route && string.Equals(p.SourceName, segment.Text, StringComparison.OrdinalIgnoreCase)) : null;
            if (parameter is null)
            {
                literal.Append('/').Append(Encoded(segment.Text, PathCharacters));
            }
            else if (segment.IsOptional)
            {
                Flush();
                text.Line($"{call}.OptionalSegment({parameter.Name});");
            }
            else
            {
                literal.Append('/');
                Flush();
                text.Line($"{call}.{(segment.Kind == SegmentKind.CatchAll ? "Rest" : "Segment")}({parameter.Name});");
            }
        }

        // A slash at the end tells nothing to our server, but it may to others.
        if (method.Pattern.Text.EndsWith("/", StringComparison.Ordinal))
        {
            literal.Append('/');
        }

        Flush();

        void Flush()
        {
            if (literal.Length > 0)
            {
                text.Line($"{call}.Path({Literal.Utf8(literal.ToString())});");
                literal.Clear();
            }
        }
    }

    private static void EmitParameters(SourceText text, ClientModel client, ClientMethodModel method, string call)
    {
        // The target ends where the fields begin.
        var hasFields = false;
        foreach (var parameter in method.Parameters.OrderBy(static p => p.Use))
        {
            if (!hasFields && parameter.Use > ParameterUse.Automatic)
            {
                hasFields = true;
                EmitFieldLines(text, client, method, call);
            }

            EmitParameter(text, client, method, parameter, call);
        }

        if (!hasFields)
        {
            EmitFieldLines(text, client, method, call);
        }
    }

    private static void EmitFieldLines(SourceText text, ClientModel client, ClientMethodModel method, string call)
    {
        foreach (var line in client.Whole.FieldLines.Concat(method.FieldLines))
        {
            text.Line($"{call}.Field({line.Name}, {line.Value});");
        }
    }

    private static void EmitParameter(SourceText text, ClientModel client, ClientMethodModel method, ClientParameterModel parameter, string call)
    {
        var name = Literal.Utf8(Encoded(parameter.SourceName, Unreserved));
        switch (parameter.Use)
        {
            case ParameterUse.Query:
                text.Line($"{call}.Query({name}, {parameter.Name});");
                break;
            case ParameterUse.Automatic:
                text.Line($"{call}.Argument({name}, {parameter.Name}, {KnownNames.Parameter}.Of({KnownNames.RankTop}, default({KnownNames.Of}<{parameter.Type}>))");
                text.Indent();
                text.Line($".OrJson({ShapeOf(client, method, parameter.Shape!)}));");
                text.Outdent();
                break;
            case ParameterUse.Header:
                text.Line($"{call}.Field({Literal.Of(parameter.SourceName)}, {parameter.Name});");
                break;
            case ParameterUse.Cookie:
                text.Line($"{call}.Cookie({Literal.Of(parameter.SourceName)}, {parameter.Name});");
                break;
            case ParameterUse.Options:
                text.Line($"{call}.Apply({parameter.Name}{(parameter.Type.EndsWith("?", StringComparison.Ordinal) ? ".GetValueOrDefault()" : "")});");
                break;
            case ParameterUse.Form:
                text.Line($"{call}.Form({name}, {parameter.Name});");
                break;
            case ParameterUse.Octets:
                text.Line($"{call}.Octets({parameter.Name});");
                break;
            case ParameterUse.Stream:
                text.Line($"{call}.Streamed({parameter.Name});");
                break;
            case ParameterUse.Items:
                text.Line($"{call}.Lines({ShapeOf(client, method, parameter.Shape!)}, {parameter.Name});");
                break;
        }
    }

    private static string ShapeOf(ClientModel client, ClientMethodModel method, ShapeText shape) => EndpointEmitter.JsonShape(shape, (method.Json ?? client.Whole.Json) is { } json ? json + ".Default" : null);

    private static string Encoded(string text, string plain)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (plain.IndexOf((char)octet) >= 0)
            {
                encoded.Append((char)octet);
            }
            else
            {
                encoded.Append('%').Append(octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }

    /// <summary>A name of our own that no parameter of the user's has.</summary>
    private static string Free(string name, ClientMethodModel method)
    {
        while (method.Parameters.Any(p => Literal.Plain(p.Name) == name))
        {
            name += "_";
        }

        return name;
    }
}
