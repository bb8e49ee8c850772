namespace Picard.Gen.Generators;

/// <summary>When a member is left out.</summary>
internal enum JsonIgnore
{
    Never,
    WhenNull,
    WhenDefault,
    WhenReading,
    WhenWriting,
    Always,
}

/// <summary>How a member gets its value.</summary>
internal enum JsonSetter
{
    None,
    Set,
    Init,
}

/// <summary>A property or field that may be a member in JSON.</summary>
internal sealed record JsonMemberModel
{
    /// <summary>The name as written.</summary>
    public required string Name { get; init; }

    /// <summary>The name in JSON.</summary>
    public required string JsonName { get; init; }

    public required ShapeText Type { get; init; }

    public bool CanGet { get; init; }

    public JsonSetter Setter { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Whether the object has a value of its own choice before one is set.</summary>
    public bool HasOwnValue { get; init; }

    /// <summary>Where its value comes from in a [Parameters] type; null: its name says it.</summary>
    public PlaceModel? Place { get; init; }

    public JsonIgnore Ignore { get; init; }

    public int Order { get; init; }

    public bool IsField { get; init; }

    /// <summary>Whether it stands for a parameter of a record, which is no property where a base type has one of the name.</summary>
    public bool IsPositional { get; init; }

    public string ShapeName => $"{Literal.Plain(Name)}Shape";

    public bool IsWritten => CanGet && Ignore is not (JsonIgnore.Always or JsonIgnore.WhenWriting);

    public bool IsRead => Ignore is not (JsonIgnore.Always or JsonIgnore.WhenReading);
}
