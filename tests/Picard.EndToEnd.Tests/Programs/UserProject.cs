namespace Picard.EndToEnd.Tests.Programs;

/// <summary>A project outside the repository, which references what a package would bring.</summary>
internal static class UserProject
{
    /// <param name="name">The name of the project.</param>
    /// <param name="extensions">The names of the assemblies that the compiler loads.</param>
    /// <returns>The folder, which the caller deletes.</returns>
    public static async Task<string> CreateAsync(string name, params string[] extensions)
    {
        var folder = Directory.CreateTempSubdirectory($"picard-{name}-").FullName;
        var loaded = string.Join(';', extensions.Select(static extension => $"{AppContext.BaseDirectory}{extension}.dll"));
        await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{AppContext.BaseDirectory}Picard.*.dll" Exclude="{AppContext.BaseDirectory}Picard.*.Tests.dll;{loaded}" />
                <Reference Include="{AppContext.BaseDirectory}Microsoft.Extensions.Logging.Abstractions.dll;{AppContext.BaseDirectory}Microsoft.Extensions.DependencyInjection.Abstractions.dll" />
                <Analyzer Include="{loaded}" />
              </ItemGroup>
            </Project>
            """);
        return folder;
    }
}
