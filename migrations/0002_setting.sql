-- Facts about the installation itself, such as that it holds sample data.
create table setting (name text primary key, value text not null) {{strict}};
