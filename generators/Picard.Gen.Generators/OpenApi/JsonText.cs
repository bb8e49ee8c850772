using System.Globalization;
using System.Text;

namespace Picard.Gen.Generators;

/// <summary>Writes JSON with indentation. (A generator that brought a JSON library would have to bring it into every compiler it is loaded in.)</summary>
internal static class JsonText
{
    public static string Write(JsonMap map)
    {
        var text = new StringBuilder();
        Append(text, map, 0);
        return text.ToString();
    }

    /// <summary>The same value as one text, to compare.</summary>
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Append(text, value, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case string content:
                AppendString(text, content);
                break;
            case JsonMap { Count: 0 }:
                text.Append("{}");
                break;
            case JsonMap map:
                AppendItems(text, '{', '}', depth, map, member =>
                {
                    AppendString(text, member.Key);
                    text.Append(": ");
                    Append(text, member.Value, depth + 1);
                });
                break;
            case List<object> { Count: 0 }:
                text.Append("[]");
                break;
            case List<object> list:
                AppendItems(text, '[', ']', depth, list, item => Append(text, item, depth + 1));
                break;
            default:
                text.Append(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void AppendItems<T>(StringBuilder text, char open, char close, int depth, IEnumerable<T> items, Action<T> append)
    {
        text.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            text.Append(isFirst ? "\n" : ",\n").Append(' ', 2 * (depth + 1));
            append(item);
            isFirst = false;
        }

        text.Append('\n').Append(' ', 2 * depth).Append(close);
    }

    /// <summary>Everything but printable ASCII is escaped: so no text of the user's can end the literal that the document is emitted as, or be half a character.</summary>
    private static void AppendString(StringBuilder text, string content)
    {
        text.Append('"');
        foreach (var c in content)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                >= ' ' and <= '~' => text.Append(c),
                _ => text.AppendFormat(CultureInfo.InvariantCulture, "\\u{0:x4}", (int)c),
            };
        }

        text.Append('"');
    }
}
