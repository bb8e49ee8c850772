using Picard.Gen;
using Picard.Http;

namespace Picard.Proxy;

/// <summary>Writes the heads of forwarded messages anew, from their parsed parts: nothing of the octets between those is passed on.</summary>
internal static class ForwardedHead
{
    /// <summary>Writes the field lines of a request that are passed on as they are.</summary>
    public static void WriteRequestFields(ref HeadWriter writer, FieldSection fields, FieldChanges changes, bool dropsMaxForwards)
    {
        var namesOthers = fields.Contains(KnownField.Connection) && ConnectionFields.NamesOthers(fields);
        for (var i = 0; i < fields.Count; i++)
        {
            var line = fields[i];
            if (line.Known is not (KnownField.Host or KnownField.Expect)
                && !(line.Known == KnownField.MaxForwards && dropsMaxForwards)
                && !ClientFields.Concerns(line)
                && PassesOn(fields, line, namesOthers, changes))
            {
                WriteLine(ref writer, line);
            }
        }
    }

    /// <summary>Writes the field lines of a response that are passed on as they are.</summary>
    /// <returns>Whether there is a Date among them.</returns>
    public static bool WriteResponseFields(ref HeadWriter writer, FieldSection fields, FieldChanges changes)
    {
        var hasDate = false;
        var namesOthers = fields.Contains(KnownField.Connection) && ConnectionFields.NamesOthers(fields);
        for (var i = 0; i < fields.Count; i++)
        {
            var line = fields[i];
            if (PassesOn(fields, line, namesOthers, changes))
            {
                hasDate |= line.Known == KnownField.Date;
                WriteLine(ref writer, line);
            }
        }

        return hasDate;
    }

    /// <summary>As <see cref="WriteResponseFields"/>, for a response that middleware has a part in.</summary>
    public static void CopyResponseFields(ResponseFields to, FieldSection fields, FieldChanges changes)
    {
        var namesOthers = fields.Contains(KnownField.Connection) && ConnectionFields.NamesOthers(fields);
        for (var i = 0; i < fields.Count; i++)
        {
            var line = fields[i];
            if (line.Known != KnownField.Date && PassesOn(fields, line, namesOthers, changes))
            {
                to.Add(System.Text.Encoding.Latin1.GetString(line.Name), System.Text.Encoding.Latin1.GetString(line.Value));
            }
        }

        changes.WriteTo(to);
    }

    /// <summary>Writes the lines of a trailer section, and the empty line behind it.</summary>
    public static void WriteTrailers(ref HeadWriter writer, FieldSection trailers)
    {
        for (var i = 0; i < trailers.Count; i++)
        {
            WriteLine(ref writer, trailers[i]);
        }

        writer.Complete();
    }

    /// <summary>Writes the lines of Trailer, which announce what follows content in chunks (RFC 9110 §6.6.2).</summary>
    public static void WriteTrailerField(ref HeadWriter writer, FieldSection fields)
    {
        for (var at = fields.IndexOf(KnownField.Trailer, 0); at >= 0; at = fields.IndexOf(KnownField.Trailer, at + 1))
        {
            writer.WriteOctets("Trailer: "u8);
            writer.WriteOctets(fields[at].Value);
            writer.WriteOctets("\r\n"u8);
        }
    }

    /// <summary>Whether a line goes on: it is not between its sender and us, and nobody has replaced it.</summary>
    private static bool PassesOn(FieldSection fields, in FieldLine line, bool namesOthers, FieldChanges changes) =>
        !ConnectionFields.IsOfConnection(line.Known)
        && line.Known != KnownField.Trailer
        && !(namesOthers && ConnectionFields.Names(fields, line.Name))
        && (changes.IsEmpty || !changes.Replaces(line));

    // The parser has checked both parts, and only lines of its are written.
    private static void WriteLine(ref HeadWriter writer, in FieldLine line)
    {
        writer.WriteOctets(line.Name);
        writer.WriteOctets(": "u8);
        writer.WriteOctets(line.Value);
        writer.WriteOctets("\r\n"u8);
    }
}
